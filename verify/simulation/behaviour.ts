import type { Way } from './data-plane.ts';

/** How a version behaves; the only thing that tells one release from another here. */
export type Behaviour =
  | 'healthy'
  | 'fails smoke test'
  | 'fails users'
  /** Only once it has half of all requests or more. */
  | 'fails under load'
  /** Only behind the alias production. */
  | 'fails in production';

/** Whether users who take this way meet failures. */
export function failsUsers(behaviour: Behaviour, { alias, share }: Way): boolean {
  switch (behaviour) {
    case 'healthy':
    case 'fails smoke test':
      return false;
    case 'fails users':
      return true;
    case 'fails under load':
      return share >= 0.5;
    case 'fails in production':
      return alias === 'production';
  }
}
