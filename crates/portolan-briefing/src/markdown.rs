//! The same words as Markdown, with tables in place of figures.

use std::fmt::Write as _;

use crate::line::{Block, Certificate, Figure, Line, Piece, Table};
use crate::page::Page;

pub(crate) fn markdown(page: &Page) -> String {
    let mut text = format!("# {}\n\n", page.title);
    for line in &page.deck {
        let _ = writeln!(text, "{}\n", said(line));
    }
    for (name, value) in &page.facts {
        let _ = writeln!(text, "- {name}: {value}");
    }
    for section in &page.sections {
        let _ = writeln!(text, "\n## {}\n", section.title);
        section.blocks.iter().for_each(|block| text.push_str(&part(block, page)));
    }
    let _ = writeln!(text, "\nPortolan {} · run {}", page.version, page.run);
    text
}

fn part(block: &Block, page: &Page) -> String {
    match block {
        Block::Lead { line } | Block::Paragraph { line } => format!("{}\n\n", said(line)),
        Block::Aside { title, line } => format!("> **{title}** {}\n\n", said(line)),
        Block::Heading { text } => format!("### {text}\n\n"),
        Block::List { items } => items.iter().map(|item| format!("- {}\n", said(item))).collect::<String>() + "\n",
        Block::Answers { answers } => {
            answers.iter().map(|answer| format!("**{}** {}\n\n", answer.question, said(&answer.line))).collect()
        }
        Block::Key => format!(
            "A number in brackets is the row of “Every number”; ◇ rests on a judged input. Ranges run over {}{}.\n\n",
            page.sets, page.agreements
        ),
        Block::Figure(figure) => drawn(figure),
        Block::Table { table } => format!("{}\n\n{}", table.caption, rows(table)),
        Block::Certificate(certificate) => proof(certificate),
        Block::Ledger => numbers(page),
        Block::Notes => notes(page),
    }
}

fn drawn(figure: &Figure) -> String {
    format!(
        "**Figure {}. {}**\n\n{}\n\n{}Source: {} Command: `{}`\n\n",
        figure.number,
        figure.finding,
        figure.subtitle,
        values(&figure.table),
        figure.source,
        figure.command
    )
}

/// The values of a figure, with what all of them share.
fn values(table: &Table) -> String {
    let shared = if table.caption.is_empty() { String::new() } else { format!("({})\n\n", table.caption) };
    shared + &rows(table)
}

fn proof(certificate: &Certificate) -> String {
    let mut text = format!("{}\n\n", said(&certificate.statement));
    for (name, value) in &certificate.manifest {
        let _ = writeln!(text, "- {name}: {value}");
    }
    for (what, line) in &certificate.commands {
        let _ = writeln!(text, "- {what}: `{line}`");
    }
    text + "\n"
}

fn numbers(page: &Page) -> String {
    let mut text = "| no. | what | range or value | unit | kind | id |\n|---|---|---|---|---|---|\n".to_string();
    for n in &page.numbers {
        let what = match (n.definition.is_empty(), n.defined_as) {
            (false, _) => format!("{}: {}", n.name, n.definition),
            (true, Some(first)) => format!("{} (defined as number {first})", n.name),
            (true, None) => n.name.clone(),
        };
        let kind = if n.agreement.is_empty() { n.kind.clone() } else { format!("{}, {} sets", n.kind, n.agreement) };
        let _ = writeln!(text, "| {} | {} | {} | {} | {kind} | `{}` |", n.number, cell(&what), n.text, n.unit, n.id);
    }
    text + "\n"
}

fn notes(page: &Page) -> String {
    let mut text = String::new();
    for (n, note) in page.notes.iter().enumerate() {
        let _ = writeln!(text, "{}. {}", n + 1, said(&note.line));
    }
    for source in &page.sources {
        let _ = writeln!(text, "- {}", said(source));
    }
    text
}

fn rows(table: &Table) -> String {
    let head: Vec<&str> = table.head.iter().map(|column| column.title.as_str()).collect();
    let rule: Vec<&str> = table.head.iter().map(|column| if column.right { "---:" } else { "---" }).collect();
    let mut text = format!("| {} |\n|{}|\n", head.join(" | "), rule.join("|"));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|entry| cell(&said(&entry.line))).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text + "\n"
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn said(line: &Line) -> String {
    let word = |piece: &Piece| match piece {
        Piece::Text { text } | Piece::Day { text, .. } | Piece::Count { text } => text.clone(),
        Piece::Number { number, text, class, .. } => {
            format!("{text}{} [{number}]", if class.contains('j') { "◇" } else { "" })
        }
        Piece::Link { text, url } => format!("[{text}]({url})"),
        Piece::Note { number, .. } => format!(" (note {number})"),
    };
    line.0.iter().map(word).collect()
}
