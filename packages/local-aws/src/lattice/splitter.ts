import { anyOf, Follower } from '../core/follower.ts';
import type { Random } from '../core/random.ts';

/** A target group's share of the requests. */
export interface WeightedGroup {
  readonly targetGroupId: string;
  readonly weight: number;
}

/**
 * Shares as a deck of cards, shuffled, dealt to the last and shuffled again: which request goes where is chance, but
 * over each deck the shares are exact, so that a short run shows what the weights say. Of VPC Lattice AWS says only
 * that requests are distributed by the weights, groups of one weight getting equal parts, not how the group of a single
 * request is chosen: by chance alone, 1,000 requests at 10 % would be off by more than 9 of 100 in a third of all runs.
 * @see https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ForwardAction.html
 */
class Deck {
  private readonly cards: string[];
  private readonly random: Random;
  private left = 0;

  constructor(groups: readonly WeightedGroup[], random: Random) {
    const divisor = groups.reduce((so, { weight }) => greatestCommonDivisor(so, weight), 0);
    this.cards = groups.flatMap(({ targetGroupId, weight }) =>
      Array.from({ length: weight / divisor }, () => targetGroupId),
    );
    this.random = random;
  }

  deal(): string {
    if (this.left === 0) this.left = this.cards.length;
    const last = this.left - 1;
    const drawn = this.random.int(0, last);
    const card = this.cards[drawn] ?? '';
    this.cards[drawn] = this.cards[last] ?? '';
    this.cards[last] = card;
    this.left = last;
    return card;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Chooses a target group for each request, by the weights that have reached the data plane by then. The data plane has
 * one part unless told; of several each deals by itself, and chance tells which one a request meets.
 */
export class Splitter {
  private readonly random: Random;
  private readonly parts: readonly Follower<Deck>[];

  constructor(groups: readonly WeightedGroup[], random: Random, parts = 1) {
    this.random = random;
    this.parts = Array.from({ length: parts }, () => new Follower(new Deck(groups, random)));
  }

  /** @param appliesAt simulated time from which on requests follow these weights, for each part in order */
  write(groups: readonly WeightedGroup[], ...appliesAt: readonly number[]): void {
    this.parts.forEach((part, i) => part.write(new Deck(groups, this.random), appliesAt[i] ?? appliesAt[0] ?? 0));
  }

  /** The target group's id. */
  pick(now: number): string {
    return anyOf(this.parts, this.random).at(now).deal();
  }
}
