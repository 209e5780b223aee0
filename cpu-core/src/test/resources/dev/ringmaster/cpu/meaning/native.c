/*
 * Executes single instructions on the processor that runs this program. Reads records from standard input and writes them back
 * as the instruction left them; see NativeProcessor for the layout. A signal is reported in byte 15 instead of registers.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

struct record {
    uint8_t head[16]; /* 0: length, then the code */
    uint64_t gpr[16]; /* 16 */
    uint64_t flags;   /* 144 */
    uint64_t mxcsr;   /* 152 */
    uint64_t xmm[32]; /* 160 */
    uint64_t mmx[8];  /* 416 */
    uint8_t data[1024]; /* 480 */
};

struct record g;
void *code;
static void *const data_page = (void *)0x200000;
static sigjmp_buf back;

void run(void);

__asm__(".text\n"
        ".globl run\n"
        "run:\n"
        "  push %rbx\n  push %rbp\n  push %r12\n  push %r13\n  push %r14\n  push %r15\n"
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
        "  movdqu g+160+16*\\n(%rip), %xmm\\n\n"
        ".endr\n"
        ".irp n,0,1,2,3,4,5,6,7\n"
        "  movq g+416+8*\\n(%rip), %mm\\n\n"
        ".endr\n"
        "  ldmxcsr g+152(%rip)\n"
        "  pushq g+144(%rip)\n  popfq\n"
        "  mov g+16(%rip), %rax\n  mov g+24(%rip), %rcx\n  mov g+32(%rip), %rdx\n  mov g+40(%rip), %rbx\n"
        "  mov g+56(%rip), %rbp\n  mov g+64(%rip), %rsi\n  mov g+72(%rip), %rdi\n"
        ".irp n,8,9,10,11,12,13,14,15\n"
        "  mov g+16+8*\\n(%rip), %r\\n\n"
        ".endr\n"
        "  call *code(%rip)\n"
        "  mov %rax, g+16(%rip)\n  mov %rcx, g+24(%rip)\n  mov %rdx, g+32(%rip)\n  mov %rbx, g+40(%rip)\n"
        "  mov %rbp, g+56(%rip)\n  mov %rsi, g+64(%rip)\n  mov %rdi, g+72(%rip)\n"
        ".irp n,8,9,10,11,12,13,14,15\n"
        "  mov %r\\n, g+16+8*\\n(%rip)\n"
        ".endr\n"
        "  pushfq\n  popq g+144(%rip)\n  cld\n"
        "  stmxcsr g+152(%rip)\n"
        ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
        "  movdqu %xmm\\n, g+160+16*\\n(%rip)\n"
        ".endr\n"
        ".irp n,0,1,2,3,4,5,6,7\n"
        "  movq %mm\\n, g+416+8*\\n(%rip)\n"
        ".endr\n"
        "  emms\n"
        "  pop %r15\n  pop %r14\n  pop %r13\n  pop %r12\n  pop %rbp\n  pop %rbx\n"
        "  ret\n");

static void on_signal(int number)
{
    siglongjmp(back, number);
}

int main(void)
{
    const int signals[] = {SIGFPE, SIGSEGV, SIGILL, SIGBUS, SIGTRAP};
    const unsigned quiet = 0x1f80;

    for (unsigned n = 0; n < sizeof signals / sizeof *signals; n++)
        signal(signals[n], on_signal);
    code = mmap(0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (code == MAP_FAILED
        || mmap(data_page, 4096, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != data_page)
        return 1;
    while (fread(&g, sizeof g, 1, stdin) == 1) {
        memcpy(code, g.head + 1, g.head[0]);
        ((uint8_t *)code)[g.head[0]] = 0xc3;
        memcpy(data_page, g.data, sizeof g.data);
        int number = sigsetjmp(back, 1);
        if (number == 0)
            run();
        __asm__ volatile("cld\n emms\n ldmxcsr %0" : : "m"(quiet));
        g.head[15] = (uint8_t)number;
        memcpy(g.data, data_page, sizeof g.data);
        fwrite(&g, sizeof g, 1, stdout);
    }
    return 0;
}
