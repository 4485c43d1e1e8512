/* SPDX-License-Identifier: MIT */
/*
 * The supervisor never blocks while it tells a role something: the role may itself be blocked, by a
 * channel to the supervisor that is full. That happens when hundreds of connections die in the same
 * moment: the endpoint reports them all, and the probe is asked to look at each while it still tells
 * what it has seen of the others.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/util.h"
#include "roles/run.h"

void run_tell(struct run *run, enum role role, const struct message *msg)
{
	struct mail *mail = &run->mail[role];

	*ARRAY_ADD(mail->items, mail->n) = *msg;
	mail_send(run, role);
}

bool mail_waits(const struct run *run, enum role role)
{
	return run->mail[role].n > 0;
}

void mail_send(struct run *run, enum role role)
{
	struct channel *ch = &run->channel[role];
	struct mail *mail = &run->mail[role];

	/* Nobody is there any more to read the rest. */
	while (ch->fd >= 0 && mail->sent < mail->n) {
		if (channel_try(ch, &mail->items[mail->sent]) == -EAGAIN)
			return;
		mail->sent++;
	}
	mail->n = mail->sent = 0;
}

void mail_free(struct run *run)
{
	for (enum role r = 0; r < ROLES; r++)
		free(run->mail[r].items);
}
