package lib;

import java.io.FileReader;
import java.util.List;

public class Report {
    public String first(List<String> names) {
        return names.isEmpty() ? "" : names.get(0);
    }
}
