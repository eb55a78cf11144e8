/** The digest of the sources that this page was built from. */
declare const __SOURCES__: string;
