package example;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.VmEntryChecker;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says why a VM entry fails: reads lines FIELD=0xVALUE, names every violated rule. */
public final class WhyNot {
    public static void main(String[] files) throws IOException {
        Vmcs vmcs = Vmcs.partial();
        for (String line : Files.readAllLines(Path.of(files[0]))) {
            String[] part = line.split("=0x");
            vmcs.set(VmcsField.valueOf(part[0]), Long.parseUnsignedLong(part[1], 16));
        }
        Explanation why = VmEntryChecker.explain(vmcs, VmxCapabilities.permissive());
        System.out.println(why.outcome().name());
        why.violations().forEach(each -> System.out.printf("%s (%s): required is %s, repair %s%n",
                each.rule().id(), each.rule().section(), each.required(), each.repair()));
    }
}
