"""What states are called in other languages: to read, reading, read; in letters without accents."""

from __future__ import annotations

from functools import lru_cache

from ilora_edge.schema_guess.words.foreign_words import plain

# By what they mean in English. A comma parts phrases.
_STATES = {
    "want": (
        "quiero leer, quiero ver, quiero jugar, por leer, por ver, por jugar, por empezar, "
        "pendiente, pendientes, pendiente de leer, pendiente de ver, planeado, planeada, "
        "planificado, para leer, para ver, deseado, lista de deseos, sin empezar, sin leer, "
        "sin ver, no leido, no visto, no empezado, quero ler, quero ver, quero assistir, "
        "quero jogar, para ler, para assistir, a ler, planejado, planejo assistir, planejo ler, "
        "pretendo ler, nao lido, nao iniciado, nao visto, desejado, desejo, a lire, a voir, "
        "a jouer, a regarder, a ecouter, envie de lire, envie de voir, pas lu, pas vu, non lu, "
        "non vu, pas commence, non commence, souhaite, liste de souhaits, prevu, planifie, "
        "en attente, zu lesen, will ich lesen, mochte ich lesen, moechte ich lesen, zu sehen, "
        "will ich sehen, noch nicht gelesen, noch nicht gesehen, noch nicht begonnen, "
        "nicht gelesen, nicht gesehen, nicht begonnen, ungelesen, ungesehen, ungespielt, "
        "geplant, wunschliste, merkliste, vorgemerkt, offen, da leggere, da vedere, da guardare, "
        "da giocare, da iniziare, voglio leggere, non letto, non visto, pianificato, "
        "lista desideri, te lezen, wil ik lezen, wil lezen, te bekijken, wil kijken, "
        "nog te lezen, ongelezen, niet gelezen, gepland, verlanglijst, do przeczytania, "
        "chce przeczytac, do obejrzenia, chce obejrzec, planowane, zaplanowane, nieprzeczytane, "
        "nie przeczytane, lista zyczen, chci cist, k precteni, ke zhlednuti, neprecteno, "
        "хочу прочитать, хочу посмотреть, буду читать, буду смотреть, в планах, запланировано, "
        "не прочитано, не просмотрено, непрочитано, okunacak, izlenecek, okumak istiyorum, "
        "izlemek istiyorum, planlandi, okunmadi, izlenmedi, ingin dibaca, ingin ditonton, "
        "akan dibaca, akan ditonton, belum dibaca, belum ditonton, muon doc, muon xem, chua doc, "
        "chua xem, 想看, 想读, 想讀, 想玩, 想听, 未读, 未讀, 未看, 待看, 待读, 计划, 计划中, "
        "読みたい, 見たい, 観たい, 積読, 未読, 未視聴, 未着手, 읽고 싶은, 읽을 책, 보고 싶은, "
        "읽기 전, 안 읽음, 안 봄"
    ),
    "reading": (
        "leyendo, viendo, jugando, escuchando, en curso, en progreso, empezado, lendo, "
        "assistindo, jogando, em andamento, em progresso, iniciado, en cours, "
        "en cours de lecture, commence, en train de lire, lese ich, lese gerade, am lesen, "
        "schaue gerade, spiele gerade, in arbeit, lauft, laeuft, begonnen, angefangen, in corso, "
        "sto leggendo, sto guardando, iniziato, bezig, aan het lezen, aan het kijken, "
        "ben ik aan het lezen, w trakcie, czytam, ogladam, teraz czytam, ctu, rozecteno, "
        "sleduji, читаю, смотрю, играю, в процессе, okuyorum, okunuyor, izliyorum, izleniyor, "
        "sedang dibaca, sedang ditonton, dang doc, dang xem, 在看, 在读, 在讀, 在玩, 正在看, "
        "正在读, 読書中, 読んでいる, 視聴中, 見ている, プレイ中, 읽는 중, 보는 중"
    ),
    "finished": (
        "leido, leida, visto, vista, jugado, completado, completada, completo, terminado, "
        "terminada, acabado, finalizado, finalizada, lido, lida, assistido, assistida, jogado, "
        "concluido, concluida, zerado, lu, lue, vu, vue, joue, termine, terminee, fini, finie, "
        "acheve, gelesen, gesehen, gespielt, fertig, beendet, abgeschlossen, durchgespielt, "
        "letto, letta, guardato, giocato, completato, completata, finito, finita, gelezen, "
        "bekeken, gezien, klaar, voltooid, uitgelezen, afgerond, przeczytane, przeczytana, "
        "obejrzane, ukonczone, ukonczona, zakonczone, precteno, zhlednuto, dokonceno, прочитано, "
        "прочитана, просмотрено, пройдено, завершено, закончено, okudum, okundu, izledim, "
        "izlendi, bitti, tamamlandi, sudah dibaca, sudah ditonton, selesai, da doc, da xem, "
        "hoan thanh, 看过, 看過, 已看, 已读, 已讀, 读过, 讀過, 玩过, 听过, 看完, 读完, 已完成, "
        "完成, 読了, 既読, 視聴済み, 視聴済, 見た, 観た, クリア, 읽음, 다 읽음, 완독, 봤음, "
        "시청 완료"
    ),
    "dropped": (
        "abandonado, abandonada, dejado, largado, desisti, abandonne, abandonnee, abgebrochen, "
        "abbandonato, abbandonata, gestopt, afgebroken, porzucone, porzucona, odlozeno, брошено, "
        "заброшено, birakildi, biraktim, ditinggalkan, 弃, 弃读, 弃番, 抛弃, 中断, 中止, 중단"
    ),
    "paused": (
        "pausado, en pausa, en espera, pausada, em pausa, em espera, en pause, pausiert, "
        "in pausa, gepauzeerd, wstrzymane, отложено, на паузе, beklemede, ditunda, 搁置, 暂停, "
        "保留"
    ),
}


@lru_cache(1)
def _by_phrase() -> dict[str, str]:
    return {
        phrase.strip(): english for english, text in _STATES.items() for phrase in text.split(",")
    }


@lru_cache(maxsize=1 << 12)
def state_in_english(text: str) -> str:
    """Return what a state of another language means in English, or the text as it is.

    >>> state_in_english("Por leer"), state_in_english("gelesen"), state_in_english("shipped")
    ('want', 'finished', 'shipped')
    """
    words = " ".join(plain(text).replace("_", " ").replace("-", " ").split())
    return _by_phrase().get(words, text)
