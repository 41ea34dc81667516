/**
 * A text in which a carriage return alone is a line feed, as it is a line end to YAML (1.2.2, §5.4) but not to
 * the parser here. Every character keeps its offset.
 */
export const unifyLineEnds = (text: string): string => text.replaceAll(/\r(?!\n)/g, '\n')
