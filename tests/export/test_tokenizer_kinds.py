"""Small tokenizers of every kind: the workshop's ids are llama.cpp's, or the kind is refused."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import gguf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from llama_vocab import LlamaVocab, write_vocabulary
from real_vocabularies import (
    SPECIAL,
    read_fields,
    save_tokenizer,
    sentencepiece_like,
    write_sentencepiece,
)
from small_tokenizers import BYTES, CORPUS, KINDS, PIECES, SCORES, TYPES, byte_level
from tiny import TITLES, tiny_backbone, tiny_items, tiny_recipe
from tokenizers import (
    AddedToken,
    Tokenizer,
)

from ilora_edge.errors import CheckpointError, EngineError
from ilora_edge.llama import Backbone, Scorer
from ilora_edge.prompt import PromptBuilder, PromptFormat
from ilora_export.gguf_backbone import convert_backbone
from ilora_train.tokenizer import load_tokenizer, prompt_builder, train_tokenizer

# Text as titles, prompts and attackers have it. Characters that no Unicode version of the machine
# knows are left out: the two sides' tables differ on the newest digits.
characters = st.characters(exclude_categories=["Cs", "Cn"], max_codepoint=0x10000)
pieces = st.one_of(
    st.sampled_from([" ", "  ", "\n", "'s", "'LL", "’", "1", "23", "4567", "é", "東京", "▁", "ſ"]),
    st.sampled_from([word for title in CORPUS for word in title.split(" ")]),
    st.sampled_from([*SPECIAL, "<0x0A>", "<", "s>", "/", "[PAD1]", "<tool>", "<|fim_prefix|>"]),
    st.text(characters, max_size=4),
)
texts = st.lists(pieces, max_size=8).map("".join)


class Sides:
    """One HF folder's tokenizer in the workshop and on the device."""

    def __init__(self, folder: Path, vocab_size: int | None = None) -> None:
        self.hf = load_tokenizer(folder)
        size = vocab_size or len(self.hf)
        self.vocab = LlamaVocab(write_vocabulary(folder, folder / "vocab.gguf", size))
        self.fields = read_fields(folder / "vocab.gguf")
        self.workshop = prompt_builder(self.hf, PromptFormat())
        self.device = PromptBuilder(PromptFormat(), self.vocab.tokenize, self.hf.bos_token_id)

    def same(self, text: str) -> list[int]:
        ids = self.device.text_ids(text)
        assert ids == self.workshop.text_ids(text), text
        return ids


@pytest.fixture(scope="module", params=KINDS)
def sides(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sides]:
    build, pre = KINDS[request.param]
    folder = tmp_path_factory.mktemp("kind")
    save_tokenizer(build(), folder, bos_token="<s>", eos_token="</s>")
    sides = Sides(folder)
    assert sides.fields["pre"] == pre
    yield sides
    sides.vocab.close()


@settings(max_examples=400)
@given(texts)
@example("  two" + " " * 70 + "x")
@example("<s>not a token</s>")
@example("x\r\n\n  y  \t z   ")
@example("don'T 'ſ I'M 12345 ½ ٣٤")
def test_any_text(sides: Sides, text: str) -> None:
    ids = sides.same(text)
    assert not set(ids) & set(sides.hf.all_special_ids)


@given(texts)
def test_any_title(sides: Sides, text: str) -> None:
    assert sides.device.title_ids(text) == sides.workshop.title_ids(text)


@settings(max_examples=200)
@given(texts)
def test_our_own_tokenizer(own: Sides, text: str) -> None:
    own.same(text)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sides]:
    """A pocket backbone's tokenizer with labels."""
    folder = tmp_path_factory.mktemp("own")
    prompt = PromptFormat(answers="labels")
    train_tokenizer(tiny_items(), prompt, 400).save_pretrained(folder)
    sides = Sides(folder)
    yield sides
    sides.vocab.close()


def test_labels_are_not_spelled(own: Sides) -> None:
    first = own.workshop.first_label_id
    assert first is not None
    assert max(own.same("<item 1> x<item 30>")) < first


ADDED = [
    AddedToken("<tool>", normalized=False),
    AddedToken("<think>", normalized=True),
    AddedToken("<|fim_prefix|>", normalized=False),
    AddedToken("<wide>", normalized=False, lstrip=True, rstrip=True),
    AddedToken("<word>", normalized=False, single_word=True),
]
SPELLED = "a<tool>b <think> c<|fim_prefix|>d  <wide>  e <word>f <word> <|start|><|hidden|>g"


@pytest.mark.parametrize("kind", ["gpt-2", "llama-3", "sentencepiece", "metaspace first"])
def test_added_tokens(kind: str, tmp_path: Path) -> None:
    """Either both sides find an added token in a text or neither does; special ones never."""
    tokenizer = KINDS[kind][0]()
    tokenizer.add_tokens(ADDED)
    tokenizer.add_special_tokens(["<|start|>", "<|hidden|>"])
    sides = Sides(save_tokenizer(tokenizer, tmp_path))
    found = {sides.hf.convert_ids_to_tokens(i) for i in sides.same(SPELLED)}
    spelled = found & {token.content for token in ADDED} | found & {"<|start|>", "<|hidden|>"}
    assert (
        spelled
        == {
            "gpt-2": {"<tool>", "<think>"},
            "llama-3": {"<tool>", "<think>"},
            # There HF looks for the normalised token, which has a space in front.
            "sentencepiece": {"<tool>"},
            "metaspace first": set(),
        }[kind]
    )


@settings(max_examples=200)
@given(st.lists(st.one_of(pieces, st.sampled_from(SPELLED.split())), max_size=8).map("".join))
def test_any_text_with_added_tokens(with_added: Sides, text: str) -> None:
    with_added.same(text)


@pytest.fixture(scope="module", params=["smollm", "qwen2", "sentencepiece"])
def with_added(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sides]:
    tokenizer = KINDS[request.param][0]()
    tokenizer.add_tokens(ADDED)
    sides = Sides(save_tokenizer(tokenizer, tmp_path_factory.mktemp("added")))
    yield sides
    sides.vocab.close()


def test_a_control_token_that_is_a_word(tmp_path: Path) -> None:
    """llama.cpp looks whole words up in all tokens where the vocabulary's skip the merges."""
    tokenizer = KINDS["llama-3"][0]()
    tokenizer.add_special_tokens(["xyzzy"])
    sides = Sides(save_tokenizer(tokenizer, tmp_path))
    assert sides.same("xyzzy") == sides.same("xyz") + sides.same("zy")


def test_a_control_token_that_parts_would_join(tmp_path: Path) -> None:
    """llama.cpp joins "<" and "s>" to a control token; SentencePiece and HF do not."""
    names = [*SPECIAL, *BYTES, "▁", "<", ">", "s", "s>", "a"]
    tokenizer = sentencepiece_like({text: -float(i) for i, text in enumerate(names)})
    data = json.loads(tokenizer.to_str())
    joined = ["s", ">"]
    data["model"]["merges"] = [joined]
    sides = Sides(save_tokenizer(Tokenizer.from_str(json.dumps(data)), tmp_path, bos_token="<s>"))
    assert sides.same("a<s>") == [names.index(t) for t in ("▁", "a", "<", "s>")]


def test_more_embeddings_than_tokens(tmp_path: Path) -> None:
    tokenizer = byte_level()
    tokenizer.add_special_tokens(["[PAD430]"])
    n = tokenizer.get_vocab_size()
    sides = Sides(save_tokenizer(tokenizer, tmp_path), vocab_size=n + 64)
    types = sides.fields["token_type"]
    assert types[n:] == [gguf.TokenType.UNUSED] * 64
    assert len(set(sides.fields["tokens"])) == n + 64
    assert sides.same("[PAD430] [PAD425]")


def test_fewer_embeddings_than_tokens(tmp_path: Path) -> None:
    tokenizer = byte_level()
    n = tokenizer.get_vocab_size()
    tokenizer.add_special_tokens(["<pad>"])
    # A special token is in no text, so it may be missing.
    sides = Sides(save_tokenizer(tokenizer, tmp_path), vocab_size=n)
    assert len(sides.fields["tokens"]) == n
    with pytest.raises(CheckpointError, match="has no embedding"):
        write_vocabulary(tmp_path, tmp_path / "v.gguf", n - 1)


def test_merges_as_text(tmp_path: Path) -> None:
    """Older files write a merge as one string, newer ones as a pair."""
    save_tokenizer(byte_level(), tmp_path / "pairs", bos_token="<s>")
    save_tokenizer(byte_level(), tmp_path / "text", bos_token="<s>")
    path = tmp_path / "text" / "tokenizer.json"
    data = json.loads(path.read_text())
    assert isinstance(data["model"]["merges"][0], list)
    data["model"]["merges"] = [" ".join(merge) for merge in data["model"]["merges"]]
    path.write_text(json.dumps(data))
    assert Sides(tmp_path / "text").fields == Sides(tmp_path / "pairs").fields


def test_ids_that_only_the_configuration_names(tmp_path: Path) -> None:
    save_tokenizer(byte_level(), tmp_path)
    (tmp_path / "generation_config.json").write_text('{"eos_token_id": [1, 0]}')
    (tmp_path / "config.json").write_text('{"bos_token_id": 0, "pad_token_id": 9999}')
    sides = Sides(tmp_path)
    fields = sides.fields
    assert (fields["bos_token_id"], fields["eos_token_id"]) == (0, 1)
    assert "padding_token_id" not in fields
    assert sides.hf.bos_token == "<s>"
    # Qwen2 is said to have no BOS, and its configuration names one all the same.
    path = tmp_path / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"bos_token": None}))
    assert load_tokenizer(tmp_path).bos_token is None


def test_tokens_that_another_file_adds(tmp_path: Path) -> None:
    """HF adds what tokenizer_config.json names beside tokenizer.json."""
    save_tokenizer(byte_level(), tmp_path)
    path = tmp_path / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"pad_token": "<pad>"}))
    sides = Sides(tmp_path)
    assert sides.fields["tokens"][-1] == "<pad>"
    assert sides.fields["padding_token_id"] == len(sides.fields["tokens"]) - 1
    sides.same("<pad>")


def test_user_defined_pieces_are_not_spelled(tmp_path: Path) -> None:
    write_sentencepiece(
        tmp_path / "tokenizer.model", [*PIECES, "<go>"], [*SCORES, 0.0], [*TYPES, 4]
    )
    vocab = LlamaVocab(write_vocabulary(tmp_path, tmp_path / "v.gguf", len(PIECES) + 1))
    assert len(PIECES) not in vocab.tokenize("a<go>")


def test_no_tokenizer(tmp_path: Path) -> None:
    """Ids go through; a text is an error before llama.cpp would end the process."""
    tiny_backbone(tmp_path / "hf", tiny_recipe())
    n = len(load_tokenizer(tmp_path / "hf"))
    (tmp_path / "hf" / "tokenizer.json").unlink()
    with pytest.raises(CheckpointError, match="no usable tokenizer"):
        convert_backbone(tmp_path / "hf", tmp_path / "b.gguf", "f32")
    convert_backbone(tmp_path / "hf", tmp_path / "b.gguf", "f32", tokenizer=False)
    backbone = Backbone(tmp_path / "b.gguf")
    assert backbone.n_vocab == n
    with pytest.raises(EngineError, match="no tokenizer"):
        backbone.tokenize("Copper Moon")
    scorer = Scorer(backbone, 16, 8)
    assert scorer.log_probs([1, 2, 3]).shape == (3, n)
    scorer.close()
    backbone.close()


def test_normalised_twice() -> None:
    """NFC of a title is what a title's text is, whoever makes it first."""
    for title in TITLES:
        text = unicodedata.normalize("NFD", title)
        prompt = PromptFormat()
        assert unicodedata.normalize("NFC", prompt.title_text(text)) == prompt.title_text(title)
