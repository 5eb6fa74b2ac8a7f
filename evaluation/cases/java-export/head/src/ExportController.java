package shop;

import java.nio.file.Path;

final class ExportController {
    private final Orders orders;
    private final Path folder;

    ExportController(Orders orders, Path folder) {
        this.orders = orders;
        this.folder = folder;
    }

    Response export(Request request) {
        boolean done = Export.write(folder, request.parameter("name"), orders.all());
        return done ? Response.ok() : Response.error();
    }
}
