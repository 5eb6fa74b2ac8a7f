package shop;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class Export {
    static void write(Path target, List<Order> orders) throws IOException {
        try (Writer out = Files.newBufferedWriter(target)) {
            for (Order order : orders) {
                out.write(order.id() + ";" + order.total() + "\n");
            }
        }
    }
}
