import { ContractError } from '../../../statemachine/contract/errors.ts';

/**
 * A repair of the watchdog's. What a person has split over two versions, or keeps moving, is left alone and told.
 * @param repair returns what there is to say; '' for nothing
 * @throws Error what Lambda said, so that the watchdog's alarm tells people when it stays so
 */
export async function unlessSplit(repair: () => Promise<string>): Promise<string> {
  try {
    return await repair();
  } catch (error) {
    if (error instanceof ContractError && error.name === 'VersionDrifted') return `; ${error.message}`;
    throw error;
  }
}
