package dev.ringmaster.testkit.dump;

import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The fields by the names that people use: the manual's, and those of other programs as a table of
 * synonyms gives them. Case, blanks and underscores make no difference.
 */
final class FieldNames {
    /** In a key, what only says that a field is a control. */
    private static final String CONTROL = "control";

    private static final Map<String, VmcsField> EXACT_VMCS = new HashMap<>();
    private static final Map<String, VmcbField> EXACT_VMCB = new HashMap<>();
    private static final Map<String, VmcsField> VMCS = new HashMap<>();
    private static final Map<String, VmcbField> VMCB = new HashMap<>();

    static {
        for (VmcsField field : VmcsField.values()) {
            EXACT_VMCS.put(field.name(), field);
            vmcs(field.name(), field);
            vmcs(field.title(), field);
        }
        for (VmcbField field : VmcbField.values()) {
            EXACT_VMCB.put(field.name(), field);
            VMCB.put(plain(field.name()), field);
        }
        for (String row : Labels.text("synonyms").split("\n")) {
            String[] parts = row.split(" ");
            if (!row.startsWith("#") && parts.length == 2) {
                synonym(parts[0], parts[1]);
            }
        }
    }

    private FieldNames() {}

    private static void synonym(String name, String meaning) {
        if (EXACT_VMCS.containsKey(meaning)) {
            vmcs(name, EXACT_VMCS.get(meaning));
        } else if (EXACT_VMCB.containsKey(meaning)) {
            VMCB.put(plain(name), EXACT_VMCB.get(meaning));
        } else {
            throw new AssertionError("no such field: " + meaning);
        }
    }

    private static void vmcs(String name, VmcsField field) {
        VmcsField before = VMCS.put(FieldKey.of(name), field);
        if (before != null && before != field) {
            throw new AssertionError(name + " means " + before + " and " + field);
        }
    }

    /** The VMCS field with exactly this name; null if there is none. */
    static VmcsField exactVmcs(String name) {
        return EXACT_VMCS.get(name);
    }

    /** The VMCB field with exactly this name; null if there is none. */
    static VmcbField exactVmcb(String name) {
        return EXACT_VMCB.get(name);
    }

    /** The VMCS field that somebody calls so; null if there is none. */
    static VmcsField vmcs(String name) {
        String key = FieldKey.of(name);
        VmcsField field = VMCS.get(key);
        return field == null && key.startsWith(CONTROL)
                ? VMCS.get(key.substring(CONTROL.length()))
                : field;
    }

    /** The VMCB field that somebody calls so; null if there is none. */
    static VmcbField vmcb(String name) {
        String plain = plain(name);
        VmcbField field = VMCB.get(plain);
        return field == null && plain.startsWith("vmcb") ? VMCB.get(plain.substring(4)) : field;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
