/**
 * Whether an answer with this status has a body. With a length one without would make some clients wait for it (RFC
 * 9110, 8.6: none with 1XX and 204; 304 tells the length of another answer).
 */
export const hasBody = (status: number): boolean => status >= 200 && status !== 204 && status !== 304;
