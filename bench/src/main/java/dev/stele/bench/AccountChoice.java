package dev.stele.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Chooses accounts: uniformly, or the low ones more often (Zipf). */
final class AccountChoice {

    private final SplittableRandom random;
    private final int accounts;
    private final double[] cumulative;

    /** {@code alpha} is the exponent of Zipf, 0 for uniform. */
    AccountChoice(int accounts, double alpha, long seed) {
        this.random = new SplittableRandom(seed);
        this.accounts = accounts;
        this.cumulative = new double[alpha > 0 ? accounts : 0];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += 1 / Math.pow(i + 1.0, alpha);
            cumulative[i] = sum;
        }
        for (int i = 0; i < cumulative.length; i++) {
            cumulative[i] /= sum;
        }
    }

    int next() {
        if (cumulative.length == 0) {
            return random.nextInt(accounts);
        }
        int found = Arrays.binarySearch(cumulative, random.nextDouble());
        return Math.min(accounts - 1, found < 0 ? -found - 1 : found);
    }
}
