package dev.podproof.reference.node.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.OutputReader;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as the Engine sends them, in parts of any size, and what a reader gets. */
class LogLinesTest {
    private static final int PIECE = 16 * 1024;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Output output = new Output();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 31, 32, 39, 40, 1_000, 32 * 1024, 1_000_000})
    void a_long_line_has_one_time_stamp_whatever_stands_between_its_pieces(int step) {
        String longLine = "ä".repeat(20_000);
        byte[] bytes = longLine.getBytes(UTF_8);
        frame(1, time(1), Arrays.copyOfRange(bytes, 0, PIECE));
        frame(2, time(2), "problem\n");
        frame(1, time(1), Arrays.copyOfRange(bytes, PIECE, 2 * PIECE));
        frame(2, time(3), "x".repeat(PIECE));
        frame(1, time(1), concat(Arrays.copyOfRange(bytes, 2 * PIECE, bytes.length), "\n"));
        frame(2, time(3), "\n");
        frame(1, time(4), "no end");

        read(false, new LogLines(true, 0, none(), output), step);

        assertThat(output.out()).isEqualTo(time(1) + longLine + "\n" + time(4) + "no end");
        assertThat(output.err()).isEqualTo(time(2) + "problem\n" + time(3) + "x".repeat(PIECE) + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 31, 1_000, 1_000_000})
    void a_terminals_log_has_no_frames_and_is_joined_all_the_same(int step) {
        raw(time(1) + "a".repeat(PIECE) + time(1) + "a".repeat(PIECE) + time(1) + "b\r\n");
        raw(time(2) + "c".repeat(PIECE) + time(2) + "\r\n" + time(3) + "prompt$ ");

        read(true, new LogLines(true, 0, none(), output), step);
        assertThat(output.out())
                .isEqualTo(time(1) + "a".repeat(2 * PIECE) + "b\r\n" + time(2) + "c".repeat(PIECE) + "\r\n" + time(3)
                        + "prompt$ ");
    }

    @Test
    void without_time_stamps_there_are_none() {
        frame(1, time(1), "one\n");
        frame(1, time(2), "x".repeat(PIECE));
        frame(1, time(2), "y\n");
        read(false, new LogLines(false, 0, none(), output), 50);
        assertThat(output.out()).isEqualTo("one\n" + "x".repeat(PIECE) + "y\n");
    }

    @Test
    void lines_are_left_out_as_a_whole_by_their_number_and_by_their_age() {
        frame(1, time(1), "x".repeat(PIECE));
        frame(2, time(2), "second\n");
        frame(1, time(1), "end of the first\n");
        frame(1, time(3), "y".repeat(PIECE));
        frame(2, time(4), "fourth\n");
        frame(1, time(3), "end of the third\n");

        read(false, new LogLines(false, 1, none(), output), 100);
        assertThat(output.err()).isEqualTo("second\nfourth\n");
        assertThat(output.out()).isEqualTo("y".repeat(PIECE) + "end of the third\n");

        Output late = new Output();
        read(false, new LogLines(false, 0, time(4).getBytes(UTF_8), late), 100);
        assertThat(late.err()).isEqualTo("fourth\n");
        assertThat(late.out()).isEmpty();
    }

    @Test
    void bytes_that_are_no_text_stay_as_they_are_and_what_looks_like_a_time_within_a_line_too() {
        byte[] random = new byte[PIECE];
        new Random(7).nextBytes(random);
        frame(1, time(1), random);
        frame(1, time(1), "\n");
        frame(1, time(2), time(9) + "is not the line's own\n");
        read(false, new LogLines(false, 0, none(), output), 777);
        assertThat(output.out.toByteArray()).isEqualTo(concat(random, "\n" + time(9) + "is not the line's own\n"));
    }

    @Test
    void the_engines_own_words_are_passed_on() {
        raw(frame(2, "Error grabbing logs: unexpected EOF\n"));
        raw(frame(1, "short"));
        raw(frame(1, ""));
        read(false, new LogLines(true, 0, none(), output), 3);
        assertThat(output.err()).isEqualTo("Error grabbing logs: unexpected EOF\n");
        assertThat(output.out()).isEqualTo("short");
    }

    @Test
    void a_log_that_breaks_off_within_a_time_stamp_or_a_frame_is_read_as_far_as_it_goes() {
        frame(1, time(1), "one\n");
        raw(Arrays.copyOf(frame(1, time(2) + "two\n"), 20));
        read(false, new LogLines(false, 0, none(), output), 5);
        assertThat(output.out()).isEqualTo("one\n" + time(2).substring(0, 12));
    }

    @Test
    void of_a_line_of_any_length_no_more_than_a_buffer_is_kept() {
        var longest = new int[1];
        var all = new long[1];
        LogLines lines = new LogLines(true, 0, none(), new OutputReader() {
            @Override
            public void bytes(Source source, ByteBuffer bytes) {
                longest[0] = Math.max(longest[0], bytes.remaining());
                all[0] += bytes.remaining();
            }

            @Override
            public void end(Optional<RuntimeFailure> failure) {
                // Not asked for.
            }
        });
        LogPieces pieces = new LogPieces(false, lines);
        byte[] piece = frame(1, time(1) + "z".repeat(PIECE));
        for (int i = 0; i < 64 * 1024; i++) {
            pieces.accept(ByteBuffer.wrap(piece));
        }
        lines.flush();
        assertThat(all[0]).isEqualTo(31 + 1024L * 1024 * 1024);
        assertThat(longest[0]).isEqualTo(16 * 1024);
    }

    @Test
    void lines_at_the_end_are_counted_from_the_first_that_is_known_to_be_whole() {
        // The first piece may be the end of a longer line.
        frame(1, time(1), "end of a long one\n");
        frame(2, time(2), "first of its stream\n");
        frame(1, time(3), "x".repeat(PIECE));
        frame(2, time(4), "whole\n");
        frame(1, time(3), "y\n");
        frame(1, time(5), "no end");
        LogCount count = count();
        assertThat(count.pieces()).isEqualTo(6);
        assertThat(count.all()).isEqualTo(5);
        assertThat(new String(count.from(), UTF_8)).isEqualTo(time(3));
        assertThat(count.counted()).isEqualTo(3);
    }

    @Test
    void a_line_that_began_before_the_counted_ones_is_none_of_them() {
        frame(1, time(1), "x".repeat(PIECE));
        frame(2, time(2), "a\n");
        frame(2, time(3), "b\n");
        frame(1, time(1), "end\n");
        LogCount count = count();
        assertThat(new String(count.from(), UTF_8)).isEqualTo(time(3));
        assertThat(count.counted()).isEqualTo(1);
        assertThat(count.all()).isEqualTo(3);
    }

    private LogCount count() {
        LogCount count = new LogCount();
        LogPieces pieces = new LogPieces(false, count);
        pieces.accept(ByteBuffer.wrap(sent.toByteArray()));
        pieces.end();
        count.end();
        return count;
    }

    private void read(boolean tty, LogLines lines, int step) {
        LogPieces pieces = new LogPieces(tty, lines);
        byte[] all = sent.toByteArray();
        for (int at = 0; at < all.length; at += step) {
            pieces.accept(ByteBuffer.wrap(all, at, Math.min(step, all.length - at)));
            lines.flush();
        }
        pieces.end();
        lines.flush();
    }

    static String time(int second) {
        return "2026-01-31T12:00:%02d.123456789Z ".formatted(second);
    }

    private static byte[] none() {
        return new byte[0];
    }

    private void frame(int stream, String time, String text) {
        frame(stream, time, text.getBytes(UTF_8));
    }

    private void frame(int stream, String time, byte[] text) {
        raw(frame(stream, concat(time.getBytes(UTF_8), text)));
    }

    private static byte[] frame(int stream, String text) {
        return frame(stream, text.getBytes(UTF_8));
    }

    static byte[] frame(int stream, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .put((byte) stream)
                .put(new byte[3])
                .putInt(content.length)
                .put(content)
                .array();
    }

    private void raw(String text) {
        raw(text.getBytes(UTF_8));
    }

    private void raw(byte[] bytes) {
        sent.writeBytes(bytes);
    }

    private static byte[] concat(byte[] one, String other) {
        return concat(one, other.getBytes(UTF_8));
    }

    static byte[] concat(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    static final class Output implements OutputReader {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();

        @Override
        public void bytes(Source source, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            (source == Source.ERR ? err : out).writeBytes(copy);
        }

        @Override
        public void end(Optional<RuntimeFailure> failure) {
            // Not asked for.
        }

        String out() {
            return out.toString(UTF_8);
        }

        String err() {
            return err.toString(UTF_8);
        }
    }
}
