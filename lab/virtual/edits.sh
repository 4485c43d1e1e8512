#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Usage: edits.sh TREE
#
# What a lab in virtual time needs changed in the kernel's sources below TREE: User Mode Linux only,
# nothing of the network. Each edit says why, and proves that it took.
set -eu
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
