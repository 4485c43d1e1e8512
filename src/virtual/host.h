/* SPDX-License-Identifier: MIT */
/*
 * A run in virtual time, seen from the host: a User Mode Linux kernel whose idle time costs nothing,
 * in which tcplab itself is the first process and makes the very same run.
 */
#ifndef VIRTUAL_HOST_H
#define VIRTUAL_HOST_H

#include "roles/supervisor.h"

struct virtual_run;

/**
 * virtual_start() - Start a kernel on a run
 * @req:	The run; its callbacks are not called. Must outlive the run.
 * @kernel:	The kernel's file
 * @why:	Filled in on error
 *
 * Return: the run, to be finished by virtual_finish(); NULL on error
 */
struct virtual_run *virtual_start(const struct run_request *req, const char *kernel,
				  struct refusal *why);

/**
 * virtual_finish() - Wait for a run's end and take its timeline
 * @run:	From virtual_start(); released
 * @tl:		As for supervisor_run()
 * @outputs:	As in struct run_request
 * @why:	Filled in after an error
 * @err:	Where the kernel's last words go, if it died
 *
 * Return: as supervisor_run()
 */
int virtual_finish(struct virtual_run *run, struct timeline *tl, int outputs, struct refusal *why,
		   FILE *err);

#endif
