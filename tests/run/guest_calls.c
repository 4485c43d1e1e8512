/* SPDX-License-Identifier: MIT */
/*
 * What a program may expect of its system calls, whatever way they take to the kernel: registers are
 * kept, and others see those that the program has. For a guest of a virtual-time kernel, which is
 * told most calls without the registers (lab/virtual/edits/calls.h).
 *
 * Usage: guest_calls
 *        guest_calls --filtered COMMAND ARGUMENT...
 *
 * --filtered gives a command a seccomp filter that allows everything. A kernel that is started with
 * one goes the other way.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define MARK 0x123456789abcdef0UL
#define SIZE 65536

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s: errno %d\n", what, errno);
	exit(1);
}

/* A call with known values in registers that it has to leave alone. */
static long call(long nr, long a, long b, long c)
{
	register unsigned long r15 asm("r15") = ~MARK;
	register double xmm9 asm("xmm9") = 1.5;
	unsigned long rbx = MARK;
	long ret;

	asm volatile("syscall"
		     : "=a"(ret), "+b"(rbx), "+r"(r15), "+x"(xmm9)
		     : "0"(nr), "D"(a), "S"(b), "d"(c)
		     : "rcx", "r11", "memory");
	must(rbx == MARK && r15 == ~MARK && xmm9 == 1.5, "a call has changed registers");
	return ret;
}

/* Let others go on. In a guest, time passes only when nobody can: by then they wait in their calls. */
static void let_time_pass(useconds_t us)
{
	usleep(us);
}

static void must_exit_well(pid_t pid)
{
	int status;

	must(waitpid(pid, &status, 0) == pid && status == 0, "a child has failed");
}

/* Its pages come only now, from inside the call. */
static void read_into_new_memory(const char *file)
{
	int fd = open(file, O_RDONLY);
	char *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	must(fd >= 0 && p != MAP_FAILED, "no file, or no memory");
	must(call(SYS_read, fd, (long)p, 10000) == 10000 && !memcmp(p, "\177ELF", 4), "read()");
	must(call(SYS_mprotect, (long)p, SIZE, PROT_READ) == 0, "mprotect()");
	must(call(SYS_munmap, (long)p, SIZE, 0) == 0, "munmap()");
	close(fd);
}

static unsigned long interrupted_rbx;

static void on_alarm(int sig, siginfo_t *info, void *context)
{
	register double xmm9 asm("xmm9") = sig;

	(void)info;
	asm volatile("" : "+x"(xmm9));
	interrupted_rbx = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RBX];
}

static void set_alarm(int flags)
{
	struct sigaction action = {.sa_sigaction = on_alarm, .sa_flags = SA_SIGINFO | flags};
	struct itimerval soon = {.it_value.tv_usec = 10000};

	interrupted_rbx = 0;
	must(!sigaction(SIGALRM, &action, NULL) && !setitimer(ITIMER_REAL, &soon, NULL), "alarm");
}

static void interrupt(int from, int to)
{
	struct timespec second = {.tv_sec = 1};
	pid_t writer;
	char c;

	set_alarm(0);
	must(call(SYS_nanosleep, (long)&second, 0, 0) == -EINTR, "nanosleep() was not interrupted");
	must(interrupted_rbx == MARK, "the handler saw other registers");
	set_alarm(SA_RESTART);
	writer = fork();
	if (writer == 0) {
		let_time_pass(20000); /* the alarm comes before */
		_exit(write(to, "r", 1) != 1);
	}
	must(call(SYS_read, from, (long)&c, 1) == 1 && c == 'r', "read() was not restarted");
	must(interrupted_rbx == MARK, "the handler saw other registers");
	must_exit_well(writer);
}

static void trace_reader(int from, int to)
{
	pid_t pid = call(SYS_fork, 0, 0, 0);
	struct user_regs_struct regs;
	char c;

	if (pid == 0)
		_exit(call(SYS_read, from, (long)&c, 1) != 1);
	let_time_pass(1000);
	must(ptrace(PTRACE_ATTACH, pid, NULL, NULL) == 0 && waitpid(pid, NULL, 0) == pid, "attach");
	must(ptrace(PTRACE_GETREGS, pid, NULL, &regs) == 0, "get registers");
	must(regs.rbx == MARK && regs.r15 == ~MARK, "the tracer saw other registers");
	must(ptrace(PTRACE_DETACH, pid, NULL, NULL) == 0, "detach");
	must(write(to, "t", 1) == 1, "write()");
	must_exit_well(pid);
}

/* The page is one of the program's file until it is written to: another takes its place. */
static void have_memory_replaced(int from, int to)
{
	static const volatile char expected = 'w';
	int fd = open("/proc/self/mem", O_RDWR);
	pid_t writer;
	char c = expected;

	must(fd >= 0, "/proc/self/mem");
	writer = fork();
	if (writer == 0) {
		let_time_pass(1000);
		_exit(pwrite(fd, "W", 1, (off_t)&expected) != 1 || write(to, "W", 1) != 1);
	}
	must(call(SYS_read, from, (long)&c, 1) == 1 && c == 'W', "read()");
	must(expected == 'W', "what was written is not there");
	must_exit_well(writer);
	close(fd);
}

static int run_filtered(char *const argv[])
{
	struct sock_filter allow[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
	struct sock_fprog filter = {1, allow};

	must(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges");
	must(!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), "seccomp filter");
	execvp(argv[0], argv);
	must(false, argv[0]);
	return 1;
}

int main(int argc, char *argv[])
{
	int ends[2];

	if (argc > 2 && !strcmp(argv[1], "--filtered"))
		return run_filtered(argv + 2);
	must(pipe(ends) == 0, "pipe()");
	read_into_new_memory(argv[0]);
	interrupt(ends[0], ends[1]);
	trace_reader(ends[0], ends[1]);
	have_memory_replaced(ends[0], ends[1]);
	return 0;
}
