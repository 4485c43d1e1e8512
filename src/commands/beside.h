/* SPDX-License-Identifier: MIT */
/* Runs on this machine made by a process each, so that those that sleep overlap. Private to commands/. */
#ifndef COMMANDS_BESIDE_H
#define COMMANDS_BESIDE_H

#include "roles/supervisor.h"

/* The process of a run. It goes when this one does, whatever ends it. */
struct beside {
	pid_t pid;  /* 0: not started */
	int ended;  /* becomes readable at its end; -1 when that has been met */
	int result; /* what it leaves */
};

/* beside_start() - Begin to make a run. Return: whether it has begun; if not, @why says why not */
bool beside_start(struct beside *beside, const struct run_request *req, struct refusal *why);

/**
 * beside_finish() - Wait for the process's end and take over what it has left
 * @tl:		As for supervisor_run()
 *
 * Return: as supervisor_run()
 */
int beside_finish(struct beside *beside, struct timeline *tl, struct refusal *why);

#endif
