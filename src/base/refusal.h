/* SPDX-License-Identifier: MIT */
/*
 * A refusal: the kernel (or this machine) would not do something. Filled in where it happened,
 * carried up unchanged, also from process to process, and printed once:
 *
 *	cannot bind NFQUEUE 0 in the wire's network namespace: Operation not permitted
 *	  way out: run as root, or allow unprivileged user namespaces; `tcplab doctor` lists what is missing
 */
#ifndef BASE_REFUSAL_H
#define BASE_REFUSAL_H

#include <stdio.h>

struct refusal {
	int error;	   /* errno, positive; 0: nothing was refused */
	char asked[200];   /* "bind NFQUEUE 0 in the wire's network namespace" */
	char way_out[200]; /* empty when there is none */
};

/**
 * refuse() - Note a refusal, unless one is noted already (the first is the cause)
 * @r:		Where
 * @error:	errno, positive or negative
 * @way_out:	What a person can do about it; NULL if there is nothing
 * @fmt:	What was asked, as it reads after "cannot "
 *
 * Return: -@error (always negative), to be returned in turn
 */
int refuse(struct refusal *r, int error, const char *way_out, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* refusal_print() - Print a refusal and its way out, as above. */
void refusal_print(const struct refusal *r, FILE *out);

#endif
