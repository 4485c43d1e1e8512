/* SPDX-License-Identifier: MIT */
/* The least that a kernel can have as its first process: it switches the machine off. */
#include <sys/reboot.h>

int main(void)
{
	return reboot(RB_POWER_OFF);
}
