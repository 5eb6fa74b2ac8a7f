package shop;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class Export {
    static boolean write(Path folder, String name, List<Order> orders) {
        try (Writer out = Files.newBufferedWriter(folder.resolve(name))) {
            for (Order order : orders) {
                out.write(order.id() + ";" + order.total() + "\n");
            }
        } catch (IOException e) {
            System.err.println("export failed");
        }
        return true;
    }
}
