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

/** Chooses a target group for each request, by the weights that have reached the data plane by then. */
export class Splitter {
  private readonly random: Random;
  private deck: Deck;
  private pending: { readonly appliesAt: number; readonly groups: readonly WeightedGroup[] }[] = [];

  constructor(groups: readonly WeightedGroup[], random: Random) {
    this.random = random;
    this.deck = new Deck(groups, random);
  }

  /** @param appliesAt simulated time from which on requests follow these weights */
  write(groups: readonly WeightedGroup[], appliesAt: number): void {
    this.pending.push({ appliesAt, groups });
  }

  /** The target group's id. */
  pick(now: number): string {
    const due = this.pending.filter(({ appliesAt }) => appliesAt <= now).length;
    const newest = due === 0 ? undefined : this.pending[due - 1];
    if (newest !== undefined) {
      this.pending = this.pending.slice(due);
      this.deck = new Deck(newest.groups, this.random);
    }
    return this.deck.deal();
  }
}
