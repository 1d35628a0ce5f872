import java.io.FileInputStream;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges PDF files with veraPDF. Arguments: pairs of flavour and file. Prints "file, tab, complaint" for each broken rule. */
class Validate {
    public static void main(String[] pairs) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 0; at < pairs.length; at += 2) {
            judge(PDFAFlavour.byFlavourId(pairs[at]), pairs[at + 1]);
        }
    }

    static void judge(PDFAFlavour flavour, String path) throws Exception {
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("no such flavour");
        }
        var broken = new TreeMap<String, String>();
        boolean compliant;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(path), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 1000, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            compliant = result.isCompliant();
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED) {
                    broken.putIfAbsent(one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber(), one.getMessage());
                }
            }
        }
        for (var rule : broken.entrySet()) {
            say(path, rule.getKey() + " " + rule.getValue());
        }
        if (!compliant && broken.isEmpty()) {
            say(path, "not compliant");
        }
        System.out.println(path + "\tjudged " + flavour.getId());
    }

    static void say(String path, String words) {
        System.out.println(path + "\t" + words.replaceAll("\\s+", " "));
    }
}
