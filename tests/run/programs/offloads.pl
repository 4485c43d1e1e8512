#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# Usage: offloads.pl DEVICE: which of the offloads that change segments a device has on
use strict;
use warnings;
use Socket;

my %commands = (
	'tx-checksum' => 0x16, 'scatter-gather' => 0x18, 'tso' => 0x1e, 'gso' => 0x23, 'gro' => 0x2b,
);

socket(my $socket, AF_INET, SOCK_DGRAM, 0) or die "socket: $!";
for my $name (sort keys %commands) {
	my $value = pack 'LL', $commands{$name}, 0; # struct ethtool_value
	my $request = pack 'a16 P x16', $ARGV[0], $value; # struct ifreq
	ioctl($socket, 0x8946, $request) or die "SIOCETHTOOL: $!";
	print "$name\n" if (unpack 'LL', $value)[1];
}
