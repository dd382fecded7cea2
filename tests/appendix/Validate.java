import java.io.FileInputStream;
import java.io.InputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Validates PDF files: arguments are names of profiles (PDFUA-1), "--" and files; a line for each failed check. */
public class Validate {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        int files = java.util.Arrays.asList(args).indexOf("--") + 1;
        for (int at = 0; at < files - 1; at++) {
            ValidationProfile profile;
            try (InputStream rules = Validate.class.getResourceAsStream(
                    "/org/verapdf/pdfa/validation/" + args[at] + ".xml")) {
                profile = Profiles.profileFromXml(rules);
            }
            for (int file = files; file < args.length; file++) {
                try (InputStream pdf = new FileInputStream(args[file]);
                        PDFAParser parser = foundry.createParser(pdf, profile.getPDFAFlavour());
                        PDFAValidator validator = foundry.createValidator(profile, 100, false, true, false)) {
                    ValidationResult result = validator.validate(parser);
                    System.out.println((result.isCompliant() ? "valid " : "invalid ") + args[at] + " " + args[file]);
                    for (TestAssertion one : result.getTestAssertions()) {
                        if (one.getStatus() == TestAssertion.Status.FAILED) {
                            System.out.println("  " + one.getRuleId().getClause() + ": " + one.getMessage());
                        }
                    }
                }
            }
        }
    }
}
