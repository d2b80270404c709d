//! Searchable documents → index files, with tantivy in RAM, and a native searcher over those files.
