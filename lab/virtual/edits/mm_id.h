/* SPDX-License-Identifier: MIT */
/* Included by the kernel's arch/um/include/shared/skas/mm_id.h: what calls.h keeps of a process. */

struct mm_id;
struct uml_pt_regs;

struct heard_calls {
	int listener;		    /* below 0: no call of the process is heard */
	int waits;		    /* it is in a call, waits for the result, and was not stopped */
	unsigned long long call;    /* that call's notification */
	struct uml_pt_regs *caller; /* the thread that made it; NULL: it does not return */
};

void hear_calls(struct mm_id *process, const struct mm_id *parent);
void end_hearing(struct mm_id *process);
void stop_in_call(struct mm_id *process, int pid);
void know_registers(void);
