import { previewBelongs } from '../../../rollout/lambda/preview.ts';
import { ContractError } from '../../../statemachine/contract/errors.ts';
import { Alias, PREVIEW_ALIAS } from '../../../statemachine/contract/names.ts';
import type { Ports } from '../../ports/index.ts';
import type { Log } from '../../ports/logger.ts';
import { unlessSplit } from './unless-split.ts';

type PreviewPorts = Pick<Ports, 'preview' | 'records'>;

/** Others write it too: whoever claims, rolls back or keeps watch at the same moment. */
const ATTEMPTS = 3;

/**
 * Points the alias `preview` at the version where it belongs by the record. Its revision is read before the record,
 * so a call that wakes up late finds another revision and changes nothing of the next rollout. Everyone may call it
 * at any time; where there is no preview it does nothing.
 * @returns the version that it was moved to; undefined when it is in place
 * @throws ContractError VersionDrifted when somebody else keeps moving it, or splits it or production over two versions
 */
export async function placePreview({ preview, records }: PreviewPorts): Promise<string | undefined> {
  if (preview === undefined) return undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { version, revisionId } = await preview.readAlias(PREVIEW_ALIAS);
    const belongs = previewBelongs(await records.read());
    const at = belongs === 'production' ? (await preview.readAlias(Alias.production)).version : belongs.at;
    if (version === at) return undefined;
    if (await preview.pointAlias(PREVIEW_ALIAS, at, revisionId)) return at;
  }
  throw new ContractError('VersionDrifted', `alias ${PREVIEW_ALIAS} does not stay where it belongs: others move it`);
}

/** For an ending, which must go on whether or not testers still reach what is out; the watchdog tries again. */
export async function placePreviewIfPossible(ports: PreviewPorts, log: Log): Promise<void> {
  try {
    await placePreview(ports);
  } catch (error) {
    log.error(
      `alias ${PREVIEW_ALIAS} could not be put back, and whoever sends its header may still reach a version that is ` +
        'out; the watchdog tries again each minute (RUNBOOK.md#watchdog-errors)',
      { error },
    );
  }
}

/** For the watchdog: `unlessSplit`. @returns what there is to say */
export const repairPreview = (ports: PreviewPorts): Promise<string> =>
  unlessSplit(async () => {
    const moved = await placePreview(ports);
    return moved === undefined
      ? ''
      : `; alias ${PREVIEW_ALIAS} was not where it belongs, it is at version ${moved} now`;
  });
