package lib;

import java.io.FileReader;
import java.util.List;

public class Report {
    public String first(List<String> names) {
        return names.get(0);
    }

    public int size(String path) throws Exception {
        FileReader reader = new FileReader(path);
        return reader.read();
    }

    public boolean isDraft(String state) {
        return state == "draft";
    }
}
