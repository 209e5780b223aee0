package dev.ringmaster.vmx.rule;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every VM-entry rule, in architectural order. */
public final class EntryRules {
    private static final List<EntryRule> ALL = inOrder();
    private static final Map<RuleGroup, EntryRule[]> MODELLED = modelledByGroup();

    private EntryRules() {}

    /** Every rule of the manual's lists, modelled or not. */
    public static List<EntryRule> all() {
        return ALL;
    }

    /**
     * The rule with an identifier.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EntryRule byId(String id) {
        for (EntryRule rule : ALL) {
            if (rule.id().equals(id)) {
                return rule;
            }
        }
        throw new IllegalArgumentException(id + " is no VM-entry rule");
    }

    /** The modelled rules of a group. */
    static EntryRule[] modelled(RuleGroup group) {
        return MODELLED.get(group);
    }

    /** The list, written out anew: the rows of each family, in the manual's order. */
    static List<EntryRule> inOrder() {
        return Stream.of(
                        BasicRules.rows(),
                        ExecutionControlRules.rows(),
                        ApicControlRules.rows(),
                        EptControlRules.rows(),
                        FeatureControlRules.rows(),
                        ExitControlRules.rows(),
                        EntryControlRules.rows(),
                        HostRules.registers(),
                        HostRules.segments(),
                        AddressSpaceRules.rows(),
                        GuestRegisterRules.rows(),
                        GuestSegmentRules.rows(),
                        GuestStateRules.tables(),
                        GuestStateRules.registers(),
                        GuestStateRules.nonRegister(),
                        PdpteRules.rows(),
                        MsrLoadRules.rows(),
                        SmmRules.rows(),
                        SmmRules.machineCheck())
                .flatMap(List::stream)
                .toList();
    }

    private static Map<RuleGroup, EntryRule[]> modelledByGroup() {
        Map<RuleGroup, EntryRule[]> table = new EnumMap<>(RuleGroup.class);
        for (RuleGroup group : RuleGroup.values()) {
            table.put(
                    group,
                    ALL.stream()
                            .filter(rule -> rule.ruleGroup() == group && rule.modelled())
                            .toArray(EntryRule[]::new));
        }
        return table;
    }
}
