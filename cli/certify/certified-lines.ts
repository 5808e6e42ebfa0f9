import { certificateIn, type Certificate, type Place } from './certificate.ts';
import { type Deployed, followedWithin, proposalsFor } from './proposals.ts';

/** What `plan` says of what was measured in this account and Region: one line each, none where nobody has measured. */
export function certifiedLines(text: string | undefined, place: Place, deployed: Deployed): readonly string[] {
  let certificate: Certificate | undefined;
  try {
    certificate = certificateIn(text, place);
  } catch (error) {
    return [(error as Error).message];
  }
  if (certificate === undefined) return [];
  const against = proposalsFor(certificate, deployed);
  if (against.length > 0)
    return against.map(({ setting, value, because }) => `Set ${setting} to ${value}: ${because} (certified).`);
  const within = followedWithin(certificate);
  const weights = within === undefined ? '' : `; weights are followed within ${Math.ceil(within)} s`;
  return [`Certified ${certificate.certifiedAt} for this account and Region${weights}.`];
}
