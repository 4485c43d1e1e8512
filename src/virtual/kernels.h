/* SPDX-License-Identifier: MIT */
/* The virtual-time kernels that `make virtual-kernel` has built: User Mode Linux, one file each. */
#ifndef VIRTUAL_KERNELS_H
#define VIRTUAL_KERNELS_H

#include <stddef.h>

struct virtual_kernel {
	char *version; /* "6.1" */
	char *path;
};

/**
 * kernels_find() - List the kernels in ${XDG_CACHE_HOME:-~/.cache}/tcplab/linux-VERSION
 * @n:	How many there are
 *
 * Return: an array sorted by version, released by kernels_free()
 */
struct virtual_kernel *kernels_find(size_t *n);

void kernels_free(struct virtual_kernel *kernels, size_t n);

/* kernels_directory() - Where they are looked for. The caller frees it. */
char *kernels_directory(void);

#endif
