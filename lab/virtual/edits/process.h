/* SPDX-License-Identifier: MIT */
/*
 * Included by the kernel's arch/um/os-Linux/skas/process.c: fewer and cheaper turns between the
 * kernel and its processes, which are processes of the host that it traces. At each page fault, and
 * at each system call that ptrace reports, the kernel reads all registers of a process and writes
 * them back. That is half of what a turn costs, and mostly they are what the host has anyhow.
 */

/* In trap.h. */
int current_mm_is_shared(void);
int guess_fault(unsigned long address, int denied);

static void get_skas_faultinfo(int pid, struct faultinfo *fi, unsigned long *aux_fp_regs);

/* ---- general registers --------------------------------------------------------------------- */

/* What the host has of the process that ran last, until it runs again. */
static struct {
	int pid;
	unsigned long gp[MAX_REG_NR];
} in_host;

static void forget_registers(void)
{
	in_host.pid = 0;
}

static int get_registers(int pid, unsigned long *gp)
{
	int known = registers_are_known;

	registers_are_known = 0;
	if (known)
		return 0;
	if (ptrace(PTRACE_GETREGS, pid, 0, gp))
		return -1;
	in_host.pid = pid;
	memcpy(in_host.gp, gp, sizeof(in_host.gp));
	return 0;
}

/*
 * After most system calls only the result is new. The system call's number does not matter: the host
 * would look at it to restart a call, if the result said so, and no process ever sees such a result.
 */
static int put_registers(int pid, unsigned long *gp)
{
	int only_result = pid == in_host.pid;

	if (current_process()->calls.waits)
		return 0; /* run() gives the result */
	for (int i = 0; i < MAX_REG_NR && only_result; i++)
		only_result = gp[i] == in_host.gp[i] || i == HOST_AX || i == HOST_ORIG_AX;
	in_host.pid = 0;
	if (only_result)
		return ptrace(PTRACE_POKEUSER, pid, HOST_AX * sizeof(long), gp[HOST_AX]);
	return ptrace(PTRACE_SETREGS, pid, 0, gp);
}

/* ---- floating point registers -------------------------------------------------------------- */

/*
 * Whether they may stay with the host: the process has one thread only, and the kernel does not need
 * them. It does where they are copied (fork and the like) or set (execve, sigreturn). For a signal
 * they are fetched later (handle_signal()).
 */
static int fp_may_stay(const unsigned long *gp, int status)
{
	if (current_mm_is_shared())
		return 0;
	if (WSTOPSIG(status) == SIGSEGV)
		return 1;
	if (WSTOPSIG(status) != (SIGTRAP | 0x80))
		return 0;
	return !needs_registers(PT_SYSCALL_NR(gp));
}

/* ---- page faults --------------------------------------------------------------------------- */

/*
 * Mostly the signal's own words and the mapping tell what fault it was. Else the process has to be
 * sent into its signal handler for it.
 */
static void learn_fault(int pid, struct uml_pt_regs *regs, const siginfo_t *si,
			unsigned long *aux_fp_regs)
{
	int write = -1;

	if (si->si_code == SEGV_MAPERR || si->si_code == SEGV_ACCERR)
		write = guess_fault((unsigned long)si->si_addr, si->si_code == SEGV_ACCERR);
	if (write < 0) {
		get_skas_faultinfo(pid, &regs->faultinfo, aux_fp_regs);
		return;
	}
	regs->faultinfo.cr2 = (unsigned long)si->si_addr;
	regs->faultinfo.trap_no = 14; /* page fault */
	regs->faultinfo.error_code = write ? 6 : 4;
}
