package dev.ringmaster.testkit.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanerTest {

    @Test
    void timesMayBeOfClocks() {
        assertThat(Cleaner.clean("[Tue May  5 22:32:15 2020] CR3 = 0x1")).isEqualTo(" CR3 = 0x1");
        assertThat(Cleaner.clean("kern  :err   : [ 12.5] kvm_intel: CR3")).isEqualTo(" CR3");
        assertThat(Cleaner.clean("   33.881551] CR3")).isEqualTo(" CR3");
    }

    @Test
    void linesMayBeItemsPatchesOrComments() {
        assertThat(Cleaner.clean("- a\n+ b\n* c\n# d\n// e\n... f\n...\n*** g ***"))
                .isEqualTo("a\nb\nc\nd\ne\nf\n...\n*** g ***");
        assertThat(Cleaner.clean("6,1234,228693951391,-;a\npve-1 kernel: b")).isEqualTo("a\n b");
    }

    @Test
    void webPagesEscapeCharacters() {
        assertThat(Cleaner.clean("<pre>&gt;&nbsp;CR3&nbsp;&#61; 0x1<br>CR4 &#x3d; 0x2</pre>"))
                .isEqualTo(" CR3 = 0x1\nCR4 = 0x2");
        assertThat(Cleaner.clean("&amp;gt; <code>a</code> &amp;#38;")).isEqualTo(" a &");
    }

    @Test
    void jsonEscapesLines() {
        assertThat(Cleaner.clean("{\"log\": \"a\\nCR3 \\u003d\\t0x1\\r\\nb\\n\"}"))
                .isEqualTo("{\"log\": \"a\nCR3 = 0x1\nb\n\"}");
        assertThat(Cleaner.clean("C:\\new\\table")).isEqualTo("C:\\new\\table");
    }

    @Test
    void viewersNumberLines() {
        assertThat(Cleaner.clean(" 98 a\n 99: b\n100| c\n101\td\n102\n103 f"))
                .isEqualTo("a\nb\nc\nd\n\nf");
    }

    @Test
    void numbersThatDoNotCountStay() {
        String list = "0: msr=1\n1: msr=2\n2: msr=3";
        assertThat(Cleaner.clean(list)).isEqualTo(list);
        assertThat(Cleaner.clean("7 a\n7 b\n9 c\n1 d\n2 e\n"))
                .isEqualTo("7 a\n7 b\n9 c\n1 d\n2 e\n");
    }

    @Test
    void mailWritesEqualsSignsInHexadecimal() {
        assertThat(Cleaner.clean("CR3 =3D=20\n0x00=\n01=C2=A0")).isEqualTo("CR3 = \n0x0001 ");
    }
}
