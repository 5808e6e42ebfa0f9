import type { Certificate } from '../certify/certificate.ts';
import { type Deployed, proposalsFor } from '../certify/proposals.ts';
import { wrong, type Finding } from './finding.ts';

/** Settings that what was measured in this account and Region speaks against. */
export function certificateFindings(certificate: Certificate | undefined, deployed: Deployed): readonly Finding[] {
  if (certificate === undefined) return [];
  return proposalsFor(certificate, deployed).map(({ setting, value, because }) =>
    wrong(
      'certificate',
      `${setting}: ${because} (certified ${certificate.certifiedAt}). Set it to ${value} and deploy`,
    ),
  );
}
