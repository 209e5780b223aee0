package dev.ringmaster.cpu.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.state.Flags;

import org.junit.jupiter.api.Test;

class BcdTest {
    private static int packed(int n) {
        return n / 10 % 10 << 4 | n % 10;
    }

    @Test
    void additionOfPackedDigitsIsDecimal() {
        for (int a = 0; a < 100; a++) {
            for (int b = 0; b < 100; b++) {
                Flags f = new Flags();
                long sum = Alu.add(f, (byte) packed(a), (byte) packed(b), 1);
                assertThat(Bcd.daa(f, (int) sum & 0xff)).isEqualTo(packed(a + b));
                assertThat(f.cf()).isEqualTo(a + b > 99);
            }
        }
    }

    @Test
    void subtractionOfPackedDigitsIsDecimal() {
        for (int a = 0; a < 100; a++) {
            for (int b = 0; b < 100; b++) {
                Flags f = new Flags();
                long difference = Alu.sub(f, (byte) packed(a), (byte) packed(b), 1);
                assertThat(Bcd.das(f, (int) difference & 0xff)).isEqualTo(packed(a - b + 100));
                assertThat(f.cf()).isEqualTo(a < b);
            }
        }
    }

    @Test
    void unpackedDigitsCarryIntoAh() {
        for (int a = 0; a < 10; a++) {
            for (int b = 0; b < 10; b++) {
                Flags f = new Flags();
                long sum = Alu.add(f, a, b, 1);
                int ax = Bcd.aaa(f, 0x300 | (int) sum & 0xff);
                assertThat(ax).isEqualTo((3 + (a + b) / 10) << 8 | (a + b) % 10);
                assertThat(f.cf()).isEqualTo(a + b > 9);
                long difference = Alu.sub(f, a, b, 1);
                ax = Bcd.aas(f, 0x300 | (int) difference & 0xff);
                assertThat(ax & 0xff).isEqualTo((a - b + 10) % 10);
                assertThat(f.cf()).isEqualTo(a < b);
            }
        }
    }

    @Test
    void joiningUndoesSplitting() {
        for (int base = 1; base < 256; base++) {
            for (int al = 0; al < 256; al++) {
                Flags f = new Flags();
                int split = Bcd.aam(f, al, base);
                assertThat(split).isEqualTo(al / base << 8 | al % base);
                assertThat(Bcd.aad(f, split, base)).isEqualTo(al);
            }
        }
    }

    /** The manual's own examples. @sdm Vol. 2A, DAA; DAS */
    @Test
    void examplesOfTheManual() {
        Flags f = new Flags();
        assertThat(Bcd.daa(f, (int) Alu.add(f, 0x79, 0x35, 1) & 0xff)).isEqualTo(0x14);
        assertThat(f.status() & 0xd5).isEqualTo(0x1 | 0x4 | 0x10);
        assertThat(Bcd.das(f, (int) Alu.sub(f, 0x35, 0x47, 1) & 0xff)).isEqualTo(0x88);
        assertThat(f.status() & 0xd5).isEqualTo(0x1 | 0x4 | 0x10 | 0x80);
    }
}
