/* SPDX-License-Identifier: MIT */
/* Steps about an end as a machine: its link, its power. */
#include <errno.h>
#include <unistd.h>

#include "base/util.h"
#include "roles/endpoint.h"

int64_t do_unplug(struct endpoint *ep, const struct step *step)
{
	return link_unplug(ep->link[step->target.end]);
}

int64_t do_plug(struct endpoint *ep, const struct step *step)
{
	return link_plug(ep->link[step->target.end]);
}

/*
 * A machine that loses its power says nothing. With the link down, whatever its kernel would send has
 * no way out: not the RSTs of the sockets that are destroyed, nor those of connections that nobody has
 * accepted when their listener is closed. What closing leaves behind is destroyed, too.
 */
static int lose_power(struct endpoint *ep)
{
	int err = sockdiag_destroy_all(&ep->diag);

	sock_close_all(ep);
	if (!err)
		err = sockdiag_destroy_all(&ep->diag);
	if (!err)
		err = sockdiag_count(&ep->diag);
	return err > 0 ? -EOPNOTSUPP : err; /* older kernels do not destroy TIME-WAIT */
}

int64_t do_reboot(struct endpoint *ep, const struct step *step)
{
	struct link *link = ep->link[ep->end];
	int err = link_unplug(link), plugged;

	(void)step;
	if (!err)
		err = lose_power(ep);
	plugged = link_plug(link);
	return err ? err : plugged;
}

/* Its sockets are the kernel's to close. The supervisor records that the step has been made. */
int64_t do_exit(struct endpoint *ep, const struct step *step)
{
	(void)ep;
	(void)step;
	_exit(EXIT_PASS);
}
