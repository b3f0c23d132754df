//! Draws the sections of a table: widths, borders, indentation and colors (`awscli/table.py`,
//! `MultiTable`).

use super::super::{Color, Pieces, RESET};
use super::TableStyle;
use crate::error::OutputError;
use crate::python::{is_wide, surrogate};

/// A section of a table, with one set of columns.
#[derive(Debug, Default)]
pub(super) struct Section {
    title: String,
    indent: usize,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
    columns: Option<usize>,
    /// The maximum text width of each column.
    widths: Vec<usize>,
}

/// The spaces around a cell's text and its share of the border, in columns.
const PADDING: usize = 4;
/// The left and right border, in columns.
const BORDER: usize = 2;

/// The width of the text in terminal columns. Wide and ambiguous characters take two columns, a
/// lone surrogate takes one.
fn text_width(text: &str) -> usize {
    let width = |c| match is_wide(c) && surrogate::decode_surrogate(c).is_none() {
        true => 2,
        false => 1,
    };
    text.chars().map(width).sum()
}

impl Section {
    /// An empty section.
    pub(super) fn new(title: &str, indent: usize) -> Section {
        Section {
            title: title.to_owned(),
            indent,
            ..Section::default()
        }
    }

    /// Sets the headers.
    ///
    /// # Errors
    /// There are more headers than cells in the rows before them.
    pub(super) fn add_headers(&mut self, headers: Vec<String>) -> Result<(), OutputError> {
        if !self.widths.is_empty() && headers.len() > self.widths.len() {
            return Err(OutputError::TooManyHeaders);
        }
        self.widen(&headers);
        self.columns.get_or_insert(headers.len());
        self.headers = headers;
        Ok(())
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The row does not have as many cells as the rows before it.
    pub(super) fn add_row(&mut self, row: Vec<String>) -> Result<(), OutputError> {
        let columns = *self.columns.get_or_insert(row.len());
        if row.len() != columns {
            return Err(OutputError::RowLength {
                expected: columns,
                actual: row.len(),
            });
        }
        self.widen(&row);
        self.rows.push(row);
        Ok(())
    }

    fn widen(&mut self, cells: &[String]) {
        if self.widths.is_empty() {
            self.widths = cells.iter().map(|cell| text_width(cell)).collect();
        } else {
            for (width, cell) in self.widths.iter_mut().zip(cells) {
                *width = (*width).max(text_width(cell));
            }
        }
    }

    fn total_width(&self) -> usize {
        let indents = 2 * self.indent;
        let columns: usize = self.widths.iter().map(|width| width + PADDING).sum();
        let title = text_width(&self.title) + BORDER + indents;
        title.max(columns + BORDER + indents)
    }

    /// The widths of the columns, scaled to a sum of `total`. The difference left by rounding is
    /// distributed one column at a time, from the left or from the right.
    fn scaled_widths(&self, total: usize) -> Vec<usize> {
        let padded: Vec<usize> = self.widths.iter().map(|width| width + PADDING).collect();
        let scale = total as f64 / padded.iter().sum::<usize>() as f64;
        let mut scaled: Vec<usize> = padded
            .iter()
            .map(|width| (scale * *width as f64).round_ties_even() as usize)
            .collect();
        let mut sum: usize = scaled.iter().sum();
        while sum != total && !scaled.is_empty() {
            let too_wide = sum > total;
            let columns: &mut dyn Iterator<Item = &mut usize> = if too_wide {
                &mut scaled.iter_mut()
            } else {
                &mut scaled.iter_mut().rev()
            };
            for width in columns.take(sum.abs_diff(total)) {
                if too_wide {
                    *width = width.saturating_sub(1);
                    sum -= 1;
                } else {
                    *width += 1;
                    sum += 1;
                }
            }
        }
        scaled
    }

    /// Converts a single row with headers into a list of pairs.
    fn into_vertical(self) -> Section {
        match self.rows.as_slice() {
            [row] if !self.headers.is_empty() => {
                let mut vertical = Section::new(&self.title, self.indent);
                for (header, cell) in self.headers.iter().zip(row) {
                    let pair = vec![header.clone(), cell.clone()];
                    vertical.widen(&pair);
                    vertical.rows.push(pair);
                }
                vertical
            }
            _ => self,
        }
    }
}

fn widest(sections: &[Section]) -> usize {
    sections
        .iter()
        .map(Section::total_width)
        .max()
        .unwrap_or_default()
}

/// Draws the sections one below the other, all of the same width.
pub(super) fn draw(mut sections: Vec<Section>, style: TableStyle) -> Pieces {
    let mut width = widest(&sections);
    if width > style.width {
        sections = sections.into_iter().map(Section::into_vertical).collect();
        width = widest(&sections);
    }
    let mut writer = TableWriter {
        out: Pieces::default(),
        color: style.color,
        indent: 0,
    };
    writer.write(&format!("{}\n", "-".repeat(width)));
    for section in &sections {
        writer.indent = section.indent;
        draw_section(section, width - 2 * section.indent, &mut writer);
    }
    writer.out
}

fn draw_section(section: &Section, width: usize, writer: &mut TableWriter) {
    let bare = section.headers.is_empty() && section.rows.is_empty();
    if !section.title.is_empty() {
        writer.line(&centered(&section.title, width, true));
        if bare {
            writer.line(&format!("+{}+", "-".repeat(width.saturating_sub(2))));
        }
    }
    let widths = section.scaled_widths(width);
    if !section.headers.is_empty() {
        let cells = widths.iter().zip(&section.headers).enumerate();
        let row: String = cells
            .map(|(index, (width, header))| centered(header, *width, index == 0))
            .collect();
        writer.line(&rule(&widths));
        writer.line(&row);
    }
    if section.rows.is_empty() || widths.is_empty() {
        return;
    }
    writer.line(&rule(&widths));
    for row in &section.rows {
        let cells = widths.iter().zip(row).enumerate();
        let row: String = cells
            .map(|(index, (width, cell))| left_aligned(cell, *width, index == 0, writer.color))
            .collect();
        writer.line(&row);
    }
    writer.line(&rule(&widths));
}

/// A horizontal line: `+-----+---+`.
fn rule(widths: &[usize]) -> String {
    widths
        .iter()
        .enumerate()
        .map(|(index, width)| {
            if index == 0 {
                format!("+{}+", "-".repeat(width.saturating_sub(2)))
            } else {
                format!("{}+", "-".repeat(width.saturating_sub(1)))
            }
        })
        .collect()
}

/// Text centered in a cell; only the first cell of a row has a left border.
fn centered(text: &str, width: usize, first: bool) -> String {
    let left_edge = if first { "|" } else { "" };
    let length = text_width(text);
    // May be negative for text that fills its cell; the right side is then larger.
    let left = (width / 2) as isize - (length / 2) as isize - 1;
    let right = width as isize - 1 - (left_edge.len() as isize + left + length as isize);
    format!("{left_edge}{}{text}{}|", spaces(left), spaces(right))
}

fn left_aligned(text: &str, width: usize, first: bool, color: Color) -> String {
    let left_edge = if first { "|" } else { "" };
    let length = text_width(text);
    let padding = if width > length + 2 + left_edge.len() {
        2
    } else {
        0
    };
    let right = width as isize - (left_edge.len() + padding + length + 1) as isize;
    let text = if color != Color::Off {
        format!("\u{1b}[1m\u{1b}[34m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    };
    format!(
        "{left_edge}{}{text}{}|",
        spaces(padding as isize),
        spaces(right)
    )
}

fn spaces(count: isize) -> String {
    " ".repeat(usize::try_from(count).unwrap_or_default())
}

/// The text of the table. The original may add a reset after each of its writes, and stops before one
/// that cannot be encoded, so the writes must be the same.
struct TableWriter {
    out: Pieces,
    color: Color,
    indent: usize,
}

impl TableWriter {
    fn write(&mut self, text: &str) {
        let piece = self.out.start();
        piece.push_str(text);
        if self.color == Color::StylesAndResets {
            piece.push_str(RESET);
        }
    }

    /// Writes a line between the bars that show the section's depth.
    fn line(&mut self, text: &str) {
        let bar = if self.color != Color::Off {
            "\u{1b}[2m\u{1b}[33m|\u{1b}[0m"
        } else {
            "|"
        };
        let bars = bar.repeat(self.indent);
        self.write(&bars);
        self.write(text);
        self.write(&bars);
        self.write("\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns_and_lone_surrogates_one() {
        for (c, width) in [
            ('a', 1),
            ('\u{f1}', 1),
            ('\u{4e16}', 2),
            ('\u{e000}', 2),
            (surrogate::encode_surrogate(0xDCFF), 1),
        ] {
            assert_eq!(text_width(&c.to_string()), width, "{c}");
        }
    }
}
