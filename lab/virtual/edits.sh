#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Usage: edits.sh TREE
#
# What a lab in virtual time needs changed in the kernel's sources below TREE: User Mode Linux, what
# fork() copies, and what the kernel does when nobody asks it to; nothing of TCP. Each edit says why,
# and proves that it took.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"

# edited FILE NEW [OLD]: the edit before this has put NEW into FILE, and left no OLD
edited()
{
	if ! grep -qF -e "$2" "$1" || { [ $# -gt 2 ] && grep -qF -e "$3" "$1"; }; then
		echo "edits.sh does not fit this kernel: $1 has no '$2'${3:+, or still '$3'}" >&2
		exit 1
	fi
}

# The timer wheel rounds by up to an eighth, in steps that follow HZ: UML's 100 is not what the
# kernels in the field have. 250 is what Debian's amd64 kernels are built with.
file=arch/um/Kconfig
sed -i '/^config HZ$/,/default/s/default 100$/default 250/' $file
edited $file 'default 250' 'default 100'

# Processes of the guest are processes of the host that the kernel traces. When the kernel is
# killed, they shall be, too, and not run on by themselves.
for file in arch/um/os-Linux/start_up.c arch/um/os-Linux/skas/process.c; do
	sed -i 's/PTRACE_O_TRACESYSGOOD) < 0/(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)) < 0/' $file
	edited $file 'PTRACE_O_EXITKILL)) < 0' 'PTRACE_O_TRACESYSGOOD)'
done

# With TCPLAB_SEED in its environment the kernel fills its random pool from that number, so that
# ports and initial sequence numbers repeat. (SplitMix64; Steele, Lea and Flood, 2014.)
file=arch/um/os-Linux/util.c
sed -i -e '/^ssize_t os_getrandom(/i\
static ssize_t seeded_random(unsigned char *buf, size_t len, const char *seed)\
{\
	static unsigned long long state;\
	static int begun;\
	size_t i;\
\
	if (!begun)\
		state = strtoull(seed, NULL, 0);\
	begun = 1;\
	for (i = 0; i < len; i++) {\
		unsigned long long z = state += 0x9e3779b97f4a7c15ULL;\
\
		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;\
		z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;\
		buf[i] = (z ^ (z >> 31)) >> 56;\
	}\
	return len;\
}\
' -e '/^	return getrandom(buf, len, flags);$/i\
	if (getenv("TCPLAB_SEED"))\
		return seeded_random(buf, len, getenv("TCPLAB_SEED"));' $file
edited $file 'static ssize_t seeded_random('
edited $file 'return seeded_random('

# UML copies the registers of a guest's process, with room for a fixed size. A CPU with AMX has an
# XSAVE area of 10,688 bytes, and UML would die at once: "ptrace set fp regs failed, errno = 14".
file=arch/x86/um/user-offsets.c
sed -i 's/DEFINE_LONGS(HOST_FP_SIZE, 2696);/DEFINE_LONGS(HOST_FP_SIZE, 11008);/' $file
edited $file 'HOST_FP_SIZE, 11008' 'HOST_FP_SIZE, 2696'

# The device that the kernel sets to wake it up counts nanoseconds, in 64 bits since time jumps. With
# the 32 that it says it has, an idle kernel would wake up every 4.29 s.
file=arch/um/kernel/time.c
sed -i 's/\(\.max_delta_[a-z]*\t*= \)0xffffffff,/\10x7fffffffffffffff,/' $file
edited $file 0x7fffffffffffffff 0xffffffff,

# ---- fewer and cheaper turns between the kernel and its processes: edits/process.h says how ------

cp "$here"/edits/process.h arch/um/os-Linux/skas/tcplab.h
cp "$here"/edits/calls.h arch/um/os-Linux/skas/tcplab_calls.h
cp "$here"/edits/mm_id.h arch/um/include/shared/skas/tcplab.h
cp "$here"/edits/trap.h arch/um/kernel/tcplab.h
file=arch/um/kernel/trap.c
echo '#include "tcplab.h"' >>$file

file=arch/x86/um/shared/sysdep/ptrace.h
sed -i 's/^	int is_user;$/&\n	int fp_in_host;		\/* and @fp is out of date *\//' $file
edited $file 'int fp_in_host;'

file=arch/um/os-Linux/skas/process.c
sed -i -e '/^int is_skas_winch(/i #include "tcplab_calls.h"\n#include "tcplab.h"\n' \
	-e '/^static int userspace_tramp/,/^}/s/	kill(os_getpid(), SIGSTOP);/	let_calls_be_heard();/' \
	-e '/^void userspace(struct/,/^}/{
	s/ptrace(op, pid, 0, 0)/run(op, pid, regs)/
	s/CATCH_EINTR(err = waitpid(pid, &status, WUNTRACED | __WALL));/err = await(pid, \&status, regs);/
	s/ptrace(PTRACE_SETREGS, pid, 0, regs->gp)/put_registers(pid, regs->gp)/
	s/ptrace(PTRACE_GETREGS, pid, 0, regs->gp)/get_registers(pid, regs->gp)/
	s/if (put_fp_registers(/if (!regs->fp_in_host \&\& put_fp_registers(/
	s/if (get_fp_registers(/regs->fp_in_host = fp_may_stay(regs->gp, status);\n		if (!regs->fp_in_host \&\& get_fp_registers(/
	/get_skas_faultinfo(pid,/{
		N
		s/get_skas_faultinfo(.*)/learn_fault(pid, regs, \&si, aux_fp_regs)/
	}
}' $file
for new in '#include "tcplab.h"' 'let_calls_be_heard();' 'if (run(' 'err = await(' \
	'if (put_registers(' 'if (get_registers(' \
	'if (!regs->fp_in_host && put_fp_' 'if (!regs->fp_in_host && get_fp_' 'learn_fault('; do
	edited $file "$new"
done

# The stub, a piece of the kernel that runs in the process, has other registers.
sed -i -e '/^void wait_stub_done(/,/^}/s/^	int n, status, err;$/&\n\n	forget_registers();/' $file
edited $file '	forget_registers();'

# System calls by seccomp's notification, which costs half of what ptrace does: edits/calls.h says how.
# The kernel has to know of it where processes begin and end, where they are given something else to
# do, and where a signal needs their registers.
file=arch/um/include/shared/skas/mm_id.h
sed -i 's/^struct mm_id {$/#include "tcplab.h"\n\n&\n	struct heard_calls calls;/' $file
edited $file 'struct heard_calls calls;'
file=arch/um/kernel/skas/mmu.c
sed -i -e 's/^	ret = init_new_ldt(to_mm, from_mm);$/	hear_calls(\&to_mm->id, from_mm ? \&from_mm->id : NULL);\n&/' \
	-e 's/^	unmap(new_id, 0, TASK_SIZE);$/	hear_calls(new_id, NULL);\n&/' \
	-e 's/^	os_kill_ptraced_process(mmu->id.*/&\n	end_hearing(\&mmu->id);/' $file
edited $file 'hear_calls('
edited $file 'end_hearing('
file=arch/um/os-Linux/skas/mem.c
sed -i 's/^	n = ptrace_setregs(pid, syscall_regs);$/	stop_in_call(mm_idp, pid);\n&/' $file
edited $file 'stop_in_call('
file=arch/um/kernel/signal.c
sed -i '/^void do_signal(/,/^}/s/^	int handled_sig = 0;$/&\n\n	know_registers();/' $file
edited $file 'know_registers();'

# A signal's frame holds the floating point registers.
file=arch/um/kernel/signal.c
sed -i -e '/^static void handle_signal/,/^}/s/^	int err;$/&\n\
	if (regs->regs.fp_in_host) {\
		get_fp_registers(userspace_pid[0], regs->regs.fp);\
		regs->regs.fp_in_host = 0;\
	}/' -e 's/^#include <os.h>$/&\n#include <registers.h>\n#include <skas.h>/' $file
edited $file 'regs->regs.fp_in_host = 0;'

# A page fault costs more than copying some ten pages: the host has to be told twice. So fork() gives
# the new process all that its parent has: pages of files are mapped at once, and its own are copied
# at once, as the kernel does for pages that a device may write to.
file=mm/memory.c
sed -i '/^vma_needs_copy(/,/^}/s/^	return false;$/	return true;/' $file
[ "$(sed -n '/^vma_needs_copy(/,/^}/p' $file | grep -c 'return false;')" = 0 ] ||
	edited $file 'vma_needs_copy() that always says yes'
file=include/linux/mm.h
sed -i '/_needs_cow_for_dma(struct/,/^}/{/MMF_HAS_PINNED/,+1d; s/return [a-z]*_maybe_dma_pinned(.*/return true;/}' $file
[ "$(sed -n '/_needs_cow_for_dma(struct/,/^}/p' $file | grep -c 'return')" = 1 ] ||
	edited $file '_needs_cow_for_dma() that always says yes'

# A library's own data are copied when it is mapped, since the loader will write to most of them, and of
# memory that a program has allocated more than one page comes at a time: edits/trap.h says how.
file=mm/util.c
sed -i '/^unsigned long vm_mmap_pgoff(/,/^}/s/^		if (populate)$/		if (file \&\& prot \& PROT_WRITE \&\& flag \& MAP_PRIVATE \&\&\
		    len <= 8 * PAGE_SIZE \&\& !IS_ERR_VALUE(ret))\
			populate = len;\
&/' $file
edited $file 'populate = len;'
file=arch/um/kernel/trap.c
sed -i -e '/^int handle_page_fault(/i static void bring_neighbours(struct vm_area_struct *vma, unsigned long address);\n' \
	-e '/^	} while (!pte_present(\*pte));$/{
	n
	s/^	err = 0;$/&\n	if (is_write \&\& is_user)\n		bring_neighbours(vma, address);/
}' $file
edited $file '		bring_neighbours(vma, address);'

# ---- idle time, which is what a lab mostly consists of, without the kernel's own errands ---------

# The addresses of a lab do not expire: once a day is often enough to look whether one has.
file=include/net/addrconf.h
sed -i 's/^\(#define ADDR_CHECK_FREQUENCY\t*\)(120\*HZ)/\1(24*60*60*HZ)/' $file
edited $file '(24*60*60*HZ)' '(120*HZ)'

# An entry of the connection tracker that has expired is none, however long it stays in the table
# (nf_ct_is_expired()): the table need not be swept each minute, which it is where it is empty, too.
file=net/netfilter/nf_conntrack_core.c
sed -i 's/^\(#define GC_SCAN_INTERVAL_MAX\t*\)(60ul \* HZ)/\1(24*60*60ul * HZ)/' $file
edited $file '(24*60*60ul * HZ)' '(60ul * HZ)'

# The random pool has what it was seeded with, and nothing new to make its output from.
file=drivers/char/random.c
sed -i 's/CRNG_RESEED_INTERVAL = 60 \* HZ/CRNG_RESEED_INTERVAL = 24*60*60*HZ/' $file
edited $file 'CRNG_RESEED_INTERVAL = 24*60*60*HZ' 'CRNG_RESEED_INTERVAL = 60'

# Later kernels see that real-time processes leave others 50 ms of each second, by two timers that run
# after whatever woke the kernel up. Nothing in a lab is a real-time process.
file=kernel/sched/deadline.c
if grep -q '^void dl_server_start(' $file; then
	sed -i '/^void dl_server_start(/,/^}/s/u64 runtime =  50 \* NSEC_PER_MSEC;/u64 runtime = 0;/' $file
	edited $file 'u64 runtime = 0;' 'u64 runtime =  50'
fi

# ---- files of the host: edits/hostfs.h says how --------------------------------------------------

cp "$here"/edits/hostfs.h fs/hostfs/tcplab.h
file=fs/hostfs/hostfs_kern.c
sed -i -e '/^static const struct address_space_operations/i #include "tcplab.h"\n' \
	-e 's/^	\.read_folio	= hostfs_read_folio,$/&\n	.readahead	= hostfs_readahead,/' $file
edited $file '#include "tcplab.h"'
edited $file '= hostfs_readahead,'
file=fs/hostfs/hostfs_user.c
sed -i -e 's/^#include <sys\/vfs.h>$/&\n#include <sys\/uio.h>/' -e '/^int write_file(/i\
long read_pages(int fd, unsigned long long offset, void *const *pages, int n, long size)\
{\
	struct iovec into[n];\
	int i;\
\
	for (i = 0; i < n; i++) {\
		into[i].iov_base = pages[i];\
		into[i].iov_len = size;\
	}\
	return preadv(fd, into, n, offset);\
}\
' $file
edited $file 'long read_pages('

# Most of a program's files is needed, and what a page fault costs does not depend on how much it
# brings: twice as much is read ahead and mapped at a time.
file=fs/hostfs/hostfs_kern.c
sed -i 's/^	err = super_setup_bdi(sb);$/&\n	if (!err)\n		sb->s_bdi->ra_pages = 2 * VM_READAHEAD_PAGES;/' $file
edited $file 'sb->s_bdi->ra_pages = 2 * VM_READAHEAD_PAGES;'
file=mm/memory.c
sed -i -e '/^static unsigned long fault_around_/{N; s/65536/131072/}' $file
edited $file 131072

# ---- what later kernels do by themselves ---------------------------------------------------------

grep -q 'flush_tlb_page(vma, address)' arch/um/kernel/trap.c || exit 0

# The 32 pages that a fault has brought go to the host together, not by a fault each.
file=arch/um/kernel/trap.c
sed -i 's/	flush_tlb_page(vma, address);/	flush_tlb_range(vma, max(vma->vm_start, address \& ~0x1ffffUL),\n			min(vma->vm_end, (address | 0x1ffffUL) + 1));/' $file
edited $file flush_tlb_range flush_tlb_page

# So do all pages of a new process, not mapping by mapping.
file=arch/um/kernel/tlb.c
sed -i -e '/^void \(flush_tlb_mm\|force_flush_all\)(/,/^}/{
	/^	struct vm_area_struct \*vma;$/d
	/^	VMA_ITERATOR(/d
	/^	for_each_vma(vmi, vma)$/d
	s/^	\(	fix_range(mm, \)vma->vm_start, vma->vm_end,/\10, TASK_SIZE,/
}' $file
edited $file 'fix_range(mm, 0, TASK_SIZE, 0)' for_each_vma
edited $file 'fix_range(mm, 0, TASK_SIZE, 1)'

# The base of a thread's local storage is one of its registers, and goes with them.
file=arch/x86/um/syscalls_64.c
sed -i '/^void arch_switch_to(/,/^}/{/^	/d}' $file
edited $file 'void arch_switch_to(' 'thread.arch.fs == 0'
file=arch/x86/um/tls_64.c
sed -i 's/t->thread.arch.fs = tls;/t->thread.regs.regs.gp[FS_BASE \/ sizeof(unsigned long)] = tls;/' $file
edited $file 'gp[FS_BASE / sizeof(unsigned long)] = tls'
