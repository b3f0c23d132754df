//! INI files as parsed by Python's `configparser.RawConfigParser` (strict, delimiters `=` and `:`,
//! comments on separate lines only, multi-line values).
//!
//! The result is sections and options; the meaning of section names is defined elsewhere.

use super::float_repr::is_space;
use indexmap::IndexMap;

/// Sections in the order of the file. Each maps option names in lower case to raw values, with
/// continuation lines joined by `\n`.
pub type Sections = IndexMap<String, IndexMap<String, String>>;

/// A file that Python's parser rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The line number, from 1; 0 if it is unknown.
    pub line: usize,
    /// The error in that line.
    pub problem: Problem,
}

/// An error in a line. The original's message does not state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A byte order mark at the start of the file.
    ByteOrderMark,
    /// A byte that is not UTF-8.
    NotUtf8,
    /// Text before the first section header.
    BeforeSection,
    /// A line that is neither a section header nor an option with a delimiter.
    NoDelimiter,
    /// A delimiter without an option name before it.
    NoName,
    /// A section name that occurs twice.
    RepeatedSection(String),
    /// An option name that occurs twice in a section.
    RepeatedOption(String),
    /// A line without `=` in the indented block of this option.
    Block(String),
}

/// The section whose options all other sections inherit.
const DEFAULT_SECTION: &str = "DEFAULT";

/// Parses a complete file.
///
/// # Errors
/// Where Python raises an exception: text before the first section, a line that is neither option
/// nor section, a section or an option given twice.
pub fn parse(text: &str) -> Result<Sections, Malformed> {
    let mut reader = Reader::default();
    for (index, line) in lines(text).enumerate() {
        reader.line(line).map_err(|problem| Malformed {
            line: index + 1,
            problem,
        })?;
    }
    reader.finish()
}

/// Python opens text files with universal newlines.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// The parser's state: the sections so far, and the current section and option.
#[derive(Default)]
struct Reader {
    sections: IndexMap<String, IndexMap<String, Vec<String>>>,
    defaults: IndexMap<String, Vec<String>>,
    section: Option<String>,
    option: Option<String>,
    indent: usize,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Problem> {
        let value = line.trim_matches(is_space);
        if value.starts_with(['#', ';']) {
            return Ok(());
        }
        if value.is_empty() {
            if let Some(parts) = self.current() {
                parts.push(String::new());
            }
            return Ok(());
        }
        let indent = line.chars().take_while(|c| is_space(*c)).count();
        if indent > self.indent
            && let Some(parts) = self.current()
        {
            parts.push(value.to_owned());
            return Ok(());
        }
        self.indent = indent;
        match section_header(value) {
            Some(name) => self.open(name),
            None => self.option(value),
        }
    }

    /// The value that a continuation line would extend.
    fn current(&mut self) -> Option<&mut Vec<String>> {
        let option = self.option.as_deref()?;
        let section = self.section.as_deref()?;
        if section == DEFAULT_SECTION {
            self.defaults.get_mut(option)
        } else {
            self.sections.get_mut(section)?.get_mut(option)
        }
    }

    fn open(&mut self, name: &str) -> Result<(), Problem> {
        if name != DEFAULT_SECTION
            && self
                .sections
                .insert(name.to_owned(), IndexMap::new())
                .is_some()
        {
            return Err(Problem::RepeatedSection(name.to_owned()));
        }
        self.section = Some(name.to_owned());
        self.option = None;
        Ok(())
    }

    fn option(&mut self, line: &str) -> Result<(), Problem> {
        let before_section = if line.starts_with('\u{feff}') {
            Problem::ByteOrderMark
        } else {
            Problem::BeforeSection
        };
        let section = self.section.as_deref().ok_or(before_section)?;
        let delimited = line.split_once(['=', ':']);
        let (name, value) = delimited.ok_or(Problem::NoDelimiter)?;
        let name = name.trim_end_matches(is_space).to_lowercase();
        if name.is_empty() {
            return Err(Problem::NoName);
        }
        let options = if section == DEFAULT_SECTION {
            &mut self.defaults
        } else {
            self.sections
                .get_mut(section)
                .ok_or(Problem::BeforeSection)?
        };
        let parts = vec![value.trim_matches(is_space).to_owned()];
        if options.insert(name.clone(), parts).is_some() {
            return Err(Problem::RepeatedOption(name));
        }
        self.option = Some(name);
        Ok(())
    }

    fn finish(self) -> Result<Sections, Malformed> {
        let join = |parts: &Vec<String>| parts.join("\n").trim_end_matches(is_space).to_owned();
        Ok(self
            .sections
            .into_iter()
            .map(|(name, options)| {
                let mut joined: IndexMap<String, String> = options
                    .iter()
                    .map(|(option, parts)| (option.clone(), join(parts)))
                    .collect();
                for (option, parts) in &self.defaults {
                    joined.entry(option.clone()).or_insert_with(|| join(parts));
                }
                (name, joined)
            })
            .collect())
    }
}

/// `\[(?P<header>.+)\]`: the name ends at the last bracket, and the text after it is ignored.
fn section_header(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix('[')?.rsplit_once(']')?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, section: &str, option: &str) -> String {
        parse(text).unwrap()[section][option].clone()
    }

    #[test]
    fn both_delimiters_and_any_case_are_accepted() {
        assert_eq!(value("[a]\nRegion:x = y\n", "a", "region"), "x = y");
        assert_eq!(value("[a]\nregion=x:y\n", "a", "region"), "x:y");
    }

    #[test]
    fn comments_are_on_separate_lines() {
        assert_eq!(value("[a]\nx = 1 # c\n ; no\n", "a", "x"), "1 # c");
    }

    #[test]
    fn indented_and_blank_lines_continue_the_value() {
        assert_eq!(value("[a]\nx = 1\n  2\n", "a", "x"), "1\n2");
        assert_eq!(value("[a]\nx =\n\n  b = 2\n\ny = 3", "a", "x"), "\n\nb = 2");
        assert_eq!(value("[a]\n  x = 1\n  y = 2\n", "a", "y"), "2");
    }

    #[test]
    fn ascii_separators_are_white_space() {
        let text = "[a]\n\u{1c}x\u{1f}=\u{1d}1\u{1e}\n\u{1c} 2\n\u{1e}";
        assert_eq!(value(text, "a", "x"), "1\n2");
    }

    #[test]
    fn crlf_is_a_line_end() {
        assert_eq!(value("[a]\r\nx = 1\r\n\r\n", "a", "x"), "1");
    }

    #[test]
    fn a_section_name_ends_at_the_last_bracket_and_the_rest_is_ignored() {
        assert_eq!(value("[a]b] c\nx = 1", "a]b", "x"), "1");
    }

    #[test]
    fn defaults_are_inherited_and_are_not_a_section() {
        let sections = parse("[DEFAULT]\nx = 1\ny = 1\n[a]\nx = 2\n").unwrap();
        assert_eq!(sections.len(), 1);
        assert_eq!(sections["a"]["x"], "2");
        assert_eq!(sections["a"]["y"], "1");
    }

    #[test]
    fn files_rejected_by_python_are_rejected() {
        use Problem::*;
        for (text, line, problem) in [
            ("x = 1\n", 1, BeforeSection),
            ("[a]\nx\n", 2, NoDelimiter),
            ("[a]\n= 1\n", 2, NoName),
            ("[a]\n[a]\n", 2, RepeatedSection("a".to_owned())),
            ("[a]\nx = 1\nX = 2\n", 3, RepeatedOption("x".to_owned())),
            ("[]\n", 1, BeforeSection),
            ("\u{feff}[a]\n", 1, ByteOrderMark),
        ] {
            assert_eq!(parse(text), Err(Malformed { line, problem }), "{text:?}");
        }
    }
}
