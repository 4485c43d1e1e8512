/* SPDX-License-Identifier: MIT */
/* Offloads of a device, by SIOCETHTOOL: User Mode Linux has no ethtool netlink. */
#ifndef KERNEL_ETHTOOL_H
#define KERNEL_ETHTOOL_H

/**
 * ethtool_offloads_off() - Make a device send plain segments with finished checksums
 * @ifname:	A device of the namespace that the process is in
 *
 * With offloads on, the queue would hand over aggregates larger than the MSS and partial checksums.
 *
 * Return: 0 or a negative error code
 */
int ethtool_offloads_off(const char *ifname);

#endif
