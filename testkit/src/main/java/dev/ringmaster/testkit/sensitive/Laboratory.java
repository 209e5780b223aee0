package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.OpcodeRow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes all experiments on one processor and collects the findings. */
public final class Laboratory {
    private static final long SEED = 1974;

    private final CpuProfile profile;

    /** A laboratory with a bare processor of this profile. */
    public Laboratory(CpuProfile profile) {
        this.profile = profile;
    }

    /**
     * What each instruction turned out to be, in the order of the mnemonics; an instruction that is
     * of different classes in different modes appears once for each. The same profile gives the
     * same findings.
     */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Map<Mnemonic, List<Finding>> byMnemonic = new EnumMap<>(Mnemonic.class);
        for (Mode mode : Mode.values()) {
            if (mode.existsOn(profile)) {
                evidence(mode)
                        .forEach(
                                (mnemonic, evidence) ->
                                        merge(
                                                byMnemonic.computeIfAbsent(
                                                        mnemonic, m -> new ArrayList<>()),
                                                finding(mnemonic, mode, evidence)));
            }
        }
        byMnemonic.values().forEach(findings::addAll);
        return List.copyOf(findings);
    }

    private Map<Mnemonic, Evidence> evidence(Mode mode) {
        Map<Mnemonic, Evidence> evidence = new EnumMap<>(Mnemonic.class);
        Series series = new Series(profile, mode, SEED);
        for (OpcodeRow row : series.rows()) {
            series.run(row, evidence.computeIfAbsent(row.mnemonic(), m -> new Evidence()));
        }
        return evidence;
    }

    private static Finding finding(Mnemonic mnemonic, Mode mode, Evidence e) {
        return new Finding(
                Names.of(mnemonic),
                mnemonic.name(),
                Classifier.classify(e),
                e.privileged(),
                List.of(mode.text()),
                e.witness(),
                List.copyOf(e.trapsWhen()),
                List.copyOf(e.executesWhen()),
                e.lacking());
    }

    /** Joins a finding to an earlier one of the same class; the earlier one's witness stays. */
    private static void merge(List<Finding> found, Finding next) {
        for (int n = 0; n < found.size(); n++) {
            Finding earlier = found.get(n);
            if (earlier.sensitivity() == next.sensitivity()) {
                List<String> modes = new ArrayList<>(earlier.modes());
                modes.addAll(next.modes());
                found.set(n, earlier.in(List.copyOf(modes)));
                return;
            }
        }
        found.add(next);
    }

    /** The experiments of one mode. */
    private static final class Series {
        private final Bench bench;
        private final Forms forms;
        private final Comparison comparison;
        private final List<Dimension> dimensions;

        Series(CpuProfile profile, Mode mode, long seed) {
            bench = new Bench(profile, mode);
            forms = new Forms(mode, seed);
            Snapshot registers = Snapshot.named(bench.cpu());
            comparison = new Comparison(registers.names(), registers.visible());
            dimensions = Dimensions.of(bench.cpu());
        }

        List<OpcodeRow> rows() {
            return forms.rows();
        }

        void run(OpcodeRow row, Evidence evidence) {
            for (Form form : forms.of(row)) {
                for (Palette palette : Palette.values()) {
                    if (evidence.settled()) {
                        return;
                    }
                    attempt(form, palette, evidence);
                }
            }
        }

        private void attempt(Form form, Palette palette, Evidence evidence) {
            try {
                new Experiment(bench, comparison, dimensions, form, palette, evidence).make();
            } catch (NotModelled missing) {
                evidence.notModelled(missing.getMessage());
            }
        }
    }
}
