package dev.podproof.reference.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/** One place between two parts where faults can be put and taken away while both go on. */
final class Switched<T> implements InvocationHandler {
    private final Class<T> seam;
    private final T real;
    private final Place place;
    private volatile T outermost;

    Switched(Class<T> seam, T real, Place place) {
        this.seam = seam;
        this.real = real;
        this.place = place;
        this.outermost = real;
    }

    /** What the part in front is given. */
    T face() {
        return seam.cast(Proxy.newProxyInstance(seam.getClassLoader(), new Class<?>[] {seam}, this));
    }

    void use(List<Fault> faults) {
        T next = real;
        for (Fault fault : faults) {
            next = fault.decorate(seam, next, place);
        }
        outermost = next;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(outermost, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
