package dev.ringmaster.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The measurement itself; what it finds is for {@code ringmaster bench} to say. */
class RuleBenchTest {

    /** Every evaluation says that all rules hold, or the measurement ends with an error. */
    @Test
    void everyMeasuredVmcsIsValidInBothForms() {
        RuleBench.Rates rates = RuleBench.measure(2_000);
        assertThat(rates.rows()).isPositive();
        assertThat(rates.straightLine()).isGreaterThan(rates.rows());
        assertThat(rates.ratio()).isEqualTo(rates.straightLine() / rates.rows());
    }

    @Test
    void aRoundHasEvaluations() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RuleBench.measure(0))
                .withMessageContaining("0");
    }
}
