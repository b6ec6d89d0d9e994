"""Published tables of four bureaus, as workbooks: what `jibiao demo` and the tests run on."""
