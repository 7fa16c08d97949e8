package sh.keptn.services.http;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}.
 *
 * @param prefix how many leading bits count
 */
record Network(InetAddress base, int prefix) {

    /** The range; empty if the text is none. Bits after the prefix are ignored. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String length = text.substring(slash + 1);
        if (slash < 0 || !length.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(length);
        return IpAddresses.parse(text.substring(0, slash))
                .filter(base -> prefix <= base.getAddress().length * Byte.SIZE)
                .map(base -> new Network(base, prefix));
    }

    /** A range that is known to be well written. */
    static Network of(String text) {
        return parse(text).orElseThrow(() -> new IllegalStateException(text));
    }

    boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
            int mask = prefix - bit >= Byte.SIZE ? 0xFF : 0xFF << (Byte.SIZE - (prefix - bit));
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask & 0xFF) != 0) {
                return false;
            }
        }
        return true;
    }
}
