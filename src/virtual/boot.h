/* SPDX-License-Identifier: MIT */
/* How a virtual-time kernel is started. Private to virtual/, and to bench/virtual.c. */
#ifndef VIRTUAL_BOOT_H
#define VIRTUAL_BOOT_H

#include "roles/supervisor.h"

/* The exit status of what could not become a kernel. */
#define BOOT_FAILED 127

/**
 * boot_kernel() - Become a kernel, in a process group of its own
 * @req:	The run that is to be made in it
 * @kernel:	The kernel's file
 * @exchange:	The directory it works in
 * @init:	The file that is the first process inside, by its path from the root
 */
_Noreturn void boot_kernel(const struct run_request *req, const char *kernel, const char *exchange,
			   const char *init);

#endif
