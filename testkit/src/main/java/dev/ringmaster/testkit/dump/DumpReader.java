package dev.ringmaster.testkit.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads text that holds one or more dumps. The format is detected: of all formats, the one that
 * understands most of the text.
 */
public final class DumpReader {
    /** What announces a dump, ahead of its first heading. */
    private static final Pattern BANNER =
            Pattern.compile(
                    "VMC[SB] \\S+,? last attempted|vmentry failure|Failed vm entry"
                            + "|VM(?:LAUNCH|RESUME) error|FAILED VMRUN|Dumping guest's"
                            + "|Size of VMCB|entry failed, hardware error|entry failed with error"
                            + "|VMCS Areas?|KVM internal error|unexpected exit reason"
                            + "|VM-ENTRY error|VMLAUNCH error; code");

    /** A heading inside a dump of a VMCS. */
    private static final Pattern LATER_HEADING =
            Pattern.compile("\\*+\\s*(?:Host|Control) State", Pattern.CASE_INSENSITIVE);

    private static final double CLEARLY = 1.25;

    private static final List<Function<String, Attempt>> READERS = readers();

    private DumpReader() {}

    /**
     * Reads all dumps of a text, in their order.
     *
     * @throws UnreadableDumpException if there is none
     */
    public static List<DumpedState> read(String text) throws UnreadableDumpException {
        if (text.isBlank()) {
            throw new UnreadableDumpException("the file is empty");
        }
        List<DumpedState> states = new ArrayList<>();
        for (String part : parts(Cleaner.clean(text))) {
            best(part).states().stream().filter(DumpedState::saysSomething).forEach(states::add);
        }
        if (states.isEmpty()) {
            throw new UnreadableDumpException(
                    "no dump of a VMCS, a VMCB or registers in a known format");
        }
        return states;
    }

    /**
     * Of equals the first is taken: earlier formats are the more likely ones. Plain lines are in
     * other formats, too, and must say clearly more than those understand; XMHF's are its own.
     */
    private static Attempt best(String text) {
        Attempt best = new Attempt(List.of(), -1);
        for (Function<String, Attempt> reader : READERS) {
            Attempt attempt = reader.apply(text);
            best = attempt.beats(best) ? attempt : best;
        }
        if (XmhfDump.marks(text)) {
            return best;
        }
        Attempt plain = PlainDump.read(text);
        boolean clearly = plain.understood() > best.understood() * CLEARLY;
        return plain.beats(best) && (clearly || !best.worksOut()) ? plain : best;
    }

    /** A part begins at the banner of a dump, or at its first heading. */
    private static List<String> parts(String text) {
        List<Integer> starts = starts(text);
        List<String> parts = new ArrayList<>();
        int from = starts.isEmpty() ? 0 : headless(text, starts.get(0));
        if (from > 0) {
            parts.add(text.substring(0, from));
        }
        for (int i = 1; i < starts.size(); i++) {
            int at = banner(text, starts.get(i - 1), starts.get(i));
            parts.add(text.substring(from, at));
            from = at;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Where a dump ends that lost its head, if there is one before the first whole dump. */
    private static int headless(String text, int to) {
        Matcher heading = LATER_HEADING.matcher(text).region(0, to);
        return heading.find() ? banner(text, heading.end(), to) : 0;
    }

    private static int banner(String text, int from, int to) {
        Matcher banner = BANNER.matcher(text).region(from, to);
        while (banner.find()) {
            int line = text.lastIndexOf('\n', banner.start()) + 1;
            if (line > from) {
                return line;
            }
        }
        return text.lastIndexOf('\n', to) + 1 > from ? text.lastIndexOf('\n', to) + 1 : to;
    }

    private static List<Integer> starts(String text) {
        return Stream.of(DumpFormat.values())
                .flatMap(format -> format.start().matcher(text).results())
                .map(result -> result.start())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Function<String, Attempt>> readers() {
        List<Function<String, Attempt>> readers = new ArrayList<>();
        for (DumpFormat format : DumpFormat.values()) {
            readers.add(format::read);
        }
        readers.add(HaxmDump::read);
        readers.add(XmhfDump::read);
        return List.copyOf(readers);
    }
}
