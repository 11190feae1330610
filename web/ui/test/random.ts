// Repeatable random numbers for properties: a failure names the seed.
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export function forSeeds(count: number, law: (below: (n: number) => number, seed: number) => void): void {
  for (let seed = 1; seed <= count; seed++) law(random(seed), seed);
}
