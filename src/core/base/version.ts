/** The version of physmap, as package.json has it; files say by it what made them. */
export const VERSION = '0.1.0';
