/* SPDX-License-Identifier: MIT */
#include "kernel/ethtool.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if.h>
#include <linux/sockios.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/util.h"

int ethtool_offloads_off(const char *ifname)
{
	/* Without transmit checksums the kernel drops TSO by itself, but neither scatter-gather nor
	 * GSO (tests/run/programs.sh looks): each is said, so that nothing depends on that. */
	static const uint32_t commands[] = {ETHTOOL_STXCSUM, ETHTOOL_SSG, ETHTOOL_STSO,
					    ETHTOOL_SGSO, ETHTOOL_SGRO};
	struct ethtool_value value = {0};
	struct ifreq ifr = {0};
	int fd, err = 0;

	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	strncpy(ifr.ifr_name, ifname, sizeof(ifr.ifr_name) - 1);
	ifr.ifr_data = (void *)&value;
	for (size_t i = 0; i < ARRAY_SIZE(commands) && !err; i++) {
		value.cmd = commands[i];
		if (ioctl(fd, SIOCETHTOOL, &ifr) < 0)
			err = -errno;
	}
	close(fd);
	return err;
}
