/* SPDX-License-Identifier: MIT */
/*
 * Included by the kernel's arch/um/os-Linux/skas/process.c: system calls at half the price. What a
 * process calls is told to the kernel by seccomp's user notification: it sleeps in the call until it
 * gets the result, neither stopped nor traced. All else remains with ptrace: page faults, and calls
 * of a process with several threads, or one that another process of the guest traces. So do the
 * calls of all processes where the host does not let us listen to them.
 *
 * A notification has the call's number and arguments. The other registers stay in the host's process
 * and what the kernel has of them is out of date. Where they matter, the process is stopped in its
 * call: before calls that read or set them, for a signal, and when the process has to do something
 * else meanwhile, such as to map memory. From then on it is as if ptrace had reported the call.
 */
#include <stddef.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <mm_id.h>

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS /* Linux 6.6 */
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#endif

/* In trap.h. */
struct mm_id *current_process(void);
int current_is_simple(void);

/* In process.h. */
static void forget_registers(void);

extern char __syscall_stub_start[];

/* ---- a new process ------------------------------------------------------------------------- */

/* In the new process. What is called from the page at @stub is its own business, not the guest's. */
static int install_filter(unsigned long stub)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, instruction_pointer) + 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, stub >> 32, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, instruction_pointer)),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (unsigned int)UM_KERN_PAGE_MASK),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)stub, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {ARRAY_SIZE(filter), filter};

	/* Another filter would see what the guest calls, and may refuse it. */
	if (prctl(PR_GET_SECCOMP) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
		       SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program);
}

static void __attribute__((__section__(".__syscall_stub"))) stop_myself(long pid)
{
	stub_syscall2(__NR_kill, pid, SIGSTOP);
}

/* The last that a new process does by itself. It has its files in common with the kernel. */
static void let_calls_be_heard(void)
{
	void (*stop)(long) = (void *)(STUB_CODE + (unsigned long)stop_myself -
				      (unsigned long)__syscall_stub_start);
	int pid = os_getpid();

	*(int *)STUB_DATA = install_filter(STUB_CODE) + 1;
	stop(pid);
}

/* @process is new: made by the host's fork() from @parent, or, if that is NULL, from nothing. */
void hear_calls(struct mm_id *process, const struct mm_id *parent)
{
	struct heard_calls *calls = &process->calls;
	int *told = (int *)process->stack;

	calls->waits = 0;
	if (parent) {
		calls->listener = parent->calls.listener < 0 ? -1 : dup(parent->calls.listener);
		return;
	}
	calls->listener = *told - 1;
	*told = 0;
	if (calls->listener >= 0) /* where there are such wake-ups: they are cheaper */
		ioctl(calls->listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS,
		      SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
}

void end_hearing(struct mm_id *process)
{
	if (process->calls.listener >= 0)
		close(process->calls.listener);
}

/* ---- calls that are heard ------------------------------------------------------------------ */

static int listener = -1;	   /* of the process that runs; below 0: ptrace reports its calls */
static struct seccomp_notif heard; /* its next call */
static int registers_are_known;

/* Into a buffer that is not all zeros the host hears nothing, and does not wait for it. */
static void on_stop(int sig)
{
	heard.flags = 1;
}

/*
 * While the kernel listens to a process it would not notice that ptrace has stopped it, if not for
 * this signal. At other times nobody pays for it.
 */
static void heed_stops(int heed)
{
	struct sigaction action = {
		.sa_handler = heed ? on_stop : SIG_DFL,
		.sa_flags = SA_ONSTACK, /* and no SA_RESTART */
	};
	static int heeded;

	if (heed != heeded)
		sigaction(SIGCHLD, &action, NULL);
	heeded = heed;
}

/* Whether call @nr reads or sets more registers than its arguments, of whatever kind. */
static int needs_registers(unsigned long nr)
{
	switch (nr) {
	case __NR_arch_prctl:
	case __NR_clone:
	case __NR_clone3:
	case __NR_execve:
	case __NR_execveat:
	case __NR_fork:
	case __NR_ptrace:
	case __NR_rt_sigreturn:
	case __NR_sigaltstack:
	case __NR_vfork:
		return 1;
	}
	return 0;
}

/* Stop @process in its call, if it is in one. Its caller then has all registers. */
void stop_in_call(struct mm_id *process, int pid)
{
	struct heard_calls *calls = &process->calls;
	unsigned long gp[MAX_REG_NR];
	int n, status;

	if (!calls->waits)
		return;
	calls->waits = 0;
	heed_stops(0);
	for (kill(pid, SIGSTOP);; ptrace(PTRACE_CONT, pid, 0, 0)) {
		CATCH_EINTR(n = waitpid(pid, &status, WUNTRACED | __WALL));
		if (n < 0 || !WIFSTOPPED(status))
			fatal_sigsegv();
		if (WSTOPSIG(status) == SIGSTOP)
			break;
	}
	if (calls->caller == NULL)
		return;
	if (ptrace(PTRACE_GETREGS, pid, 0, gp))
		fatal_sigsegv();
	gp[HOST_AX] = calls->caller->gp[HOST_AX];
	gp[HOST_ORIG_AX] = calls->caller->gp[HOST_ORIG_AX];
	memcpy(calls->caller->gp, gp, sizeof(gp));
}

void know_registers(void)
{
	struct mm_id *process = current_process();

	if (process)
		stop_in_call(process, userspace_pid[0]);
}

/* @heard, as ptrace would report it to @regs. */
static void take_call(struct uml_pt_regs *regs)
{
	struct heard_calls *calls = &current_process()->calls;
	const struct seccomp_data *data = &heard.data;
	unsigned long nr = data->nr;

	regs->gp[HOST_ORIG_AX] = nr;
	regs->gp[HOST_AX] = -ENOSYS;
	regs->gp[HOST_IP] = data->instruction_pointer;
	regs->gp[HOST_DI] = data->args[0];
	regs->gp[HOST_SI] = data->args[1];
	regs->gp[HOST_DX] = data->args[2];
	regs->gp[HOST_R10] = data->args[3];
	regs->gp[HOST_R8] = data->args[4];
	regs->gp[HOST_R9] = data->args[5];
	forget_registers();
	registers_are_known = 1;
	calls->call = heard.id;
	calls->caller = nr == __NR_exit || nr == __NR_exit_group ? NULL : regs;
	calls->waits = 1;
	if (needs_registers(nr) || !current_is_simple())
		know_registers();
}

/* Go on with the process that runs now, by @op where its calls are not heard. */
static int run(int op, int pid, struct uml_pt_regs *regs)
{
	struct heard_calls *calls = &current_process()->calls;
	struct seccomp_notif_resp answer = {.id = calls->call, .val = regs->gp[HOST_AX]};

	memset(&heard, 0, sizeof(heard));
	if (calls->waits) {
		listener = calls->listener;
		heed_stops(1);
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0) {
			calls->waits = 0;
			return 0;
		}
		/* A signal from elsewhere has ended the call. */
		know_registers();
		if (ptrace(PTRACE_SETREGS, pid, 0, regs->gp))
			return -1;
	}
	listener = op == PTRACE_SYSEMU && current_is_simple() ? calls->listener : -1;
	heed_stops(listener >= 0);
	return ptrace(listener >= 0 ? PTRACE_CONT : op, pid, 0, 0);
}

/* Until the process that runs calls something, or stops. Return: as waitpid() */
static int await(int pid, int *status, struct uml_pt_regs *regs)
{
	int n;

	while (listener >= 0) {
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &heard) == 0) {
			*status = W_STOPCODE(SIGTRAP | 0x80);
			take_call(regs);
			return pid;
		}
		/* It has stopped, or another process did: ENOENT if it called before that. */
		if (errno != EINTR && errno != EINVAL && errno != ENOENT)
			return -1;
		memset(&heard, 0, sizeof(heard));
		n = waitpid(pid, status, WNOHANG | WUNTRACED | __WALL);
		if (n) {
			heed_stops(0);
			return n;
		}
	}
	CATCH_EINTR(n = waitpid(pid, status, WUNTRACED | __WALL));
	return n;
}
