package dev.ringmaster.testkit.support;

import java.util.List;
import java.util.stream.Stream;

/** The whole matrix. */
public final class Support {
    private Support() {}

    /** All rows, kind by kind in the order of {@link SupportKind}. */
    public static List<SupportRow> rows() {
        return Stream.of(
                        ProcessorSupport.rows(),
                        Restrictions.rows(),
                        BoardSupport.rows(),
                        BackendSupport.rows(),
                        VendorSupport.vmx(),
                        VendorSupport.svm())
                .flatMap(List::stream)
                .toList();
    }
}
