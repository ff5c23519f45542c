package dev.podproof.reference.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A program for the tests to run inside network namespaces. {@code serve NAME PORT} answers every connection and datagram with its name
 * and the address that it saw; {@code tcp|udp ADDRESS PORT TIMES} asks, and prints what came back.
 */
final class NetnsPeer {

    private static final int LIMIT_MILLIS = 3000;

    private NetnsPeer() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "serve" -> serve(args[1], Integer.parseInt(args[2]));
            default -> {
                for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                    System.out.println(ask(args[0], new InetSocketAddress(args[1], Integer.parseInt(args[2]))));
                }
            }
        }
    }

    private static void serve(String name, int port) throws IOException {
        ServerSocket tcp = new ServerSocket(port, 128);
        DatagramSocket udp = new DatagramSocket(port);
        Thread datagrams = new Thread(() -> serve(name, udp));
        datagrams.setDaemon(true);
        datagrams.start();
        System.out.println("ready");
        while (true) {
            try (Socket client = tcp.accept()) {
                String line = name + " " + client.getInetAddress().getHostAddress() + "\n";
                client.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void serve(String name, DatagramSocket udp) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[64], 64);
                udp.receive(packet);
                byte[] line = (name + " " + packet.getAddress().getHostAddress()).getBytes(StandardCharsets.UTF_8);
                udp.send(new DatagramPacket(line, line.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            System.out.println("ended: " + closed);
        }
    }

    private static String ask(String protocol, InetSocketAddress server) throws IOException {
        try {
            return protocol.equals("tcp") ? overTcp(server) : overUdp(server);
        } catch (ConnectException | PortUnreachableException refused) {
            return "refused";
        } catch (NoRouteToHostException prohibited) {
            return "unreachable";
        } catch (SocketTimeoutException silence) {
            return "silence";
        }
    }

    private static String overTcp(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    private static String overUdp(InetSocketAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.send(new DatagramPacket(new byte[] {'?'}, 1));
            DatagramPacket answer = new DatagramPacket(new byte[64], 64);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }
    }
}
